internal import QCOW2

/// What the user set for the hex view.
package struct HexStyle: Equatable, Sendable {
  /// Whether the values of the bytes are shown; nil where there is room beside whole rows.
  package var showsValues: Bool?
  /// The orders of bytes that were chosen.
  var orders: [AddressSpace: ByteOrder] = [:]
  /// Whether the file's bytes are coloured by the fields that they are part of.
  package var hasColors = true
  /// What the column of offsets counts.
  package var offsets = OffsetNotation.hex

  /// The order in which numbers are read: the format's own are big-endian, those of most guests not.
  package func order(in space: AddressSpace) -> ByteOrder {
    orders[space] ?? (space == .host ? .big : .little)
  }
}

/// Which byte of a number comes first.
package enum ByteOrder: String, CaseIterable, Sendable {
  /// The lowest.
  case little
  /// The highest.
  case big

  var other: ByteOrder { self == .little ? .big : .little }
}

extension Model {
  /// What the user set for the hex view.
  package var hexStyle: HexStyle {
    get { shell.preferences.hex }
    set { shell.preferences.hex = newValue }
  }

  /// Whether the values of the bytes under the cursor are to be shown, for the layout.
  var valuesWish: Layout.ValuesWish {
    var wish = Layout.ValuesWish()
    (wish.isWanted, wish.offsetColumns) = (hexStyle.showsValues, offsetColumns)
    return wish
  }

  /// The columns that offsets of the shown space need.
  var offsetColumns: Int {
    hexStyle.offsets.columns(size: hexSize, clusterBits: image.geometry.clusterBits)
  }
}
