internal import CZlib

/// The checksum of UEFI and gzip (CRC-32 of ISO 3309).
package func crc32(_ bytes: [UInt8]) -> UInt32 {
  unsafe bytes.withUnsafeBytes { buffer in
    let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress
    // A null pointer means something else to zlib.
    guard let start = unsafe start else { return 0 }
    return unsafe UInt32(truncatingIfNeeded: crc32_z(0, start, buffer.count))
  }
}
