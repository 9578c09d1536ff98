public import SystemPackage

extension FilePath {
  /// The path for a terminal: escaped, with bytes that are not UTF-8 marked as such.
  public var displayed: String {
    unsafe withPlatformString { name in
      var bytes: [UInt8] = []
      var next = unsafe name
      while unsafe next.pointee != 0 {
        unsafe bytes.append(UInt8(bitPattern: next.pointee))
        unsafe next += 1
      }
      return escaped(bytes)
    }
  }
}
