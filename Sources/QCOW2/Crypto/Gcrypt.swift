internal import CGcrypt

/// The library with the ciphers, set up once per process.
enum Gcrypt {
  private static let isReady = cg_initialize() != 0

  /// Must come before any other use of the library.
  static func prepare() throws(EncryptionError) {
    guard isReady else {
      throw .library(call: "libgcrypt", reason: "version 1.8 or newer is needed")
    }
  }

  /// Turns a status of the library into an error.
  static func check(_ call: String, _ status: gcry_error_t) throws(EncryptionError) {
    guard status != 0 else { return }
    throw .library(call: call, reason: unsafe String(cString: gcry_strerror(status)))
  }
}
