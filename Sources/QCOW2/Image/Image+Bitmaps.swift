extension Image {
  /// Reads the bitmap directory.
  ///
  /// - Returns: Entries and findings; empty where the image has no bitmaps.
  /// - Throws: `ImageError.system` where reading fails.
  public func bitmaps() throws(ImageError) -> BitmapDirectory {
    try BitmapDirectory(storage, inspection, geometry)
  }

  /// What a bitmap says of each part of the disk. The content of a bitmap that is in use is stale and
  /// must not be relied on.
  ///
  /// - Returns: The runs in rising order; nil where an entry is out of its limits.
  public func runs(of bitmap: BitmapRecord) -> BitmapRuns? {
    let isReadable =
      (9...31).contains(bitmap[.bitmapGranularityBits])
      && geometry.offsetInCluster(HostOffset(bitmap[.bitmapTableOffset])) == 0
      && bitmap[.bitmapTableSize] <= BitmapRecord.mostTableEntries
      && bitmap[.bitmapTableOffset] <= UInt64(Int64.max) / 2
    return isReadable ? BitmapRuns(self, bitmap) : nil
  }
}
