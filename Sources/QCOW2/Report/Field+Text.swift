extension Field {
  /// A value of this field for people.
  package func text(_ value: UInt64) -> String {
    switch presentation {
    case .decimal: "\(value)"
    case .size: "\(value)  (\(binarySize(value)))"
    case .hostOffset, .text, .bytes: hex(value)
    case .flags: hex(value, digits: width * 2)
    case .sizeBits: value < 64 ? "\(value)  (\(binarySize(1 << value)))" : "\(value)"
    case .widthOrder: value < 7 ? "\(value)  (\(1 << value) bit)" : "\(value)"
    case .magic: "QFI\\xfb"
    case .choice(let names): "\(value)  (\(names[value] ?? "unknown"))"
    }
  }
}

extension HeaderExtension {
  /// The content in a few words.
  package var summary: String {
    switch content {
    case .backingFormat(let name), .dataFileName(let name): "\"\(escaped(name.array))\""
    case .featureNames(let names): counted(names.count, "name")
    case .bitmaps(let bitmaps):
      "\(counted(bitmaps.count, "bitmap")), directory @\(bitmaps.directoryOffset)"
    case .encryption(let pointer): "@\(pointer.offset), \(counted(pointer.length, "byte"))"
    case .unknown: ""
    }
  }
}
