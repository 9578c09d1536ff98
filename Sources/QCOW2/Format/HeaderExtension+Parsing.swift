/// The extension area, as far as it can be read.
struct ExtensionArea {
  var extensions: [HeaderExtension] = []
  /// The extension that runs past the area: its type, offset and claimed length.
  var overlong: (type: UInt32, offset: Int, length: UInt32)?

  /// Reads extensions from `start` up to `end`, both counted in `bytes` from the file's start.
  ///
  /// An extension needs eight bytes at least, so the count is bounded by the area, which is one
  /// cluster at most.
  init(_ bytes: Bytes, from start: Int, to end: Int) {
    var offset = start
    while offset < end {
      // What the file or the cluster is too short to hold counts as zero.
      let type = bytes.load(UInt32.self, at: offset) ?? 0
      let length = bytes.load(UInt32.self, at: offset + 4) ?? 0
      let payload = offset + 8
      guard payload <= end, Int(length) <= end - payload else {
        overlong = (type, offset, length)
        return
      }
      guard type != HeaderExtension.Kind.end.rawValue else { return }
      let content = bytes[payload..<payload + Int(length)]
      extensions.append(
        HeaderExtension(
          type: type, offset: HostOffset(UInt64(offset)), payload: content,
          content: .init(type: type, payload: content)))
      offset = payload + (Int(length) + 7) / 8 * 8
    }
  }
}

extension HeaderExtension.Content {
  init(type: UInt32, payload: Bytes) {
    switch HeaderExtension.Kind(rawValue: type) {
    case .backingFormat: self = .backingFormat(payload)
    case .featureNames: self = .featureNames(FeatureName.rows(of: payload))
    case .bitmaps: self = BitmapsExtension(payload).map(Self.bitmaps) ?? .unknown
    case .encryption: self = EncryptionHeaderPointer(payload).map(Self.encryption) ?? .unknown
    case .dataFileName: self = .dataFileName(payload)
    case .end, nil: self = .unknown
    }
  }
}

extension FeatureName {
  /// A row is 48 bytes: type, bit, and a name padded with zeros. A cut last row is dropped.
  static func rows(of payload: Bytes) -> [FeatureName] {
    (0..<payload.count / byteCount).map { row in
      let bytes = payload[row * byteCount..<(row + 1) * byteCount].array
      return FeatureName(
        type: bytes[0], bit: bytes[1], name: Bytes(Array(bytes[2...].prefix { $0 != 0 })))
    }
  }
}

extension BitmapsExtension {
  /// Reads the payload, which is 24 bytes exactly.
  init?(_ payload: Bytes) {
    guard payload.count == 24 else { return nil }
    self.init(
      count: UInt32(Field.bitmapsCount.value(in: payload)),
      reserved: UInt32(Field.bitmapsReserved.value(in: payload)),
      directorySize: Field.bitmapDirectorySize.value(in: payload),
      directoryOffset: HostOffset(Field.bitmapDirectoryOffset.value(in: payload)))
  }
}

extension EncryptionHeaderPointer {
  /// Reads the payload, which is 16 bytes exactly.
  init?(_ payload: Bytes) {
    guard payload.count == 16 else { return nil }
    self.init(
      offset: HostOffset(Field.encryptionHeaderOffset.value(in: payload)),
      length: Field.encryptionHeaderLength.value(in: payload))
  }
}
