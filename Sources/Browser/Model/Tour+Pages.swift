extension Tour {
  /// The pages, in order. A text has room in eight rows of 80 columns.
  package static let pages: [Page] = [
    Page(
      title: "A disk in a file",
      text: """
        A qcow2 file holds a virtual disk. The header says how large the disk is and into which \
        clusters it is cut: here 1 GiB in clusters of 64 KiB. Only clusters that were written take \
        room in the file, so the file is far smaller than the disk. All numbers in it are big-endian.
        """, screen: .main, focus: .header, place: "0"),
    Page(
      title: "Two tables to a cluster",
      text: """
        The line below the panes shows how a byte is found. The L1 table has an entry for every \
        512 MiB of this disk; it points at an L2 table, which has an entry for every cluster; and \
        that points at the bytes in the file. Ctrl-Right walks the line, and view 4 lists the entries.
        """, screen: .main, focus: .hex, place: "1M"),
    Page(
      title: "Data",
      text: """
        This cluster has data of its own: the letter D stands before its rows. In a fresh image its \
        L2 entry carries the flag COPIED: the reference count is one, and a guest may write in place. \
        Here a snapshot refers to it too, so the flag is missing and a write would copy it first.
        """, screen: .hex, focus: .hex, place: "1M"),
    Page(
      title: "Data of this disk alone",
      text: """
        A few clusters further on the snapshot has no part: the entry says COPIED again and the \
        reference count is one. The program that writes an image looks at this flag, not at the \
        count, so a wrong flag destroys a snapshot. A check (view 8) compares the two.
        """, screen: .hex, focus: .hex, place: "1M+60c"),
    Page(
      title: "Compressed clusters",
      text: """
        A cluster that was compressed takes as many bytes as it needs. Its entry holds the place \
        of the first byte and a number of 512-byte sectors, and several clusters may share a sector. \
        A compressed cluster is never written again in place.
        """, screen: .hex, focus: .hex, place: "256M"),
    Page(
      title: "Zeros that cost nothing",
      text: """
        An entry can say that its cluster reads as zeros (z). No bytes are kept for it, yet it is \
        not the same as a hole: it hides what a backing file may have at this place. Guests make \
        such clusters when they discard or write zeros.
        """, screen: .hex, focus: .hex, place: "256M+160c"),
    Page(
      title: "Zeros with a place",
      text: """
        The same, but the entry also points at a cluster of the file (Z). It reads as zeros whatever \
        is there, and the room stays reserved, so that a later write needs no new cluster. The view \
        Space counts these: they are bytes of the file without a use today.
        """, screen: .hex, focus: .hex, place: "256M+288c"),
    Page(
      title: "Holes",
      text: """
        Here nothing was ever written: the entry is zero. A hole reads as zeros, or as what the \
        backing file has, if there is one. Where a whole L2 table would be empty, the L1 entry is \
        zero and the table does not exist at all.
        """, screen: .hex, focus: .hex, place: "256M+400c"),
    Page(
      title: "The map",
      text: """
        All of the disk at one look: each cell stands for as many clusters as make it fit. The glyph \
        says how much of it is there, the colour what most of that is. The cursor is on a lone \
        cluster, which is shown however small its share is. + and - zoom, ]d goes to the next data.
        """, screen: .map, focus: .map, place: "1M+1800c"),
    Page(
      title: "The file from the inside",
      text: """
        The same map over the file: header, tables, reference counts, data. Every cluster of the \
        file has a count of those who refer to it, in blocks which the refcount table lists. A \
        cluster with a count but without a user is leaked; one with users and no count is in danger.
        """, screen: .map, focus: .map, place: "1M", showsFile: true),
    Page(
      title: "Snapshots",
      text: """
        A snapshot is a copy of the L1 table. From then on the clusters below it have two users and \
        are not written in place any more. That makes taking one quick, and is why deleting one has \
        to count everything down again. Enter shows a snapshot as the disk, S comes back.
        """, screen: .snapshots, focus: .snapshots, place: nil),
    Page(
      title: "Dirty bitmaps",
      text: """
        A bitmap remembers which parts of the disk were written since it was made, for backups that \
        copy only those. Each bit stands for a granule, here and usually 64 KiB. Enter colours the \
        map by a bitmap.
        """, screen: .bitmaps, focus: .bitmaps, place: nil),
    Page(
      title: "Is it sound?",
      text: """
        A check counts who refers to each cluster and compares that with the counts and flags of the \
        file. This image is sound. In others the findings are listed here with the bytes they touch \
        and what qemu-img would do about them; nothing is ever repaired from here.
        """, screen: .check, focus: .check, place: nil),
    Page(
      title: "That is all",
      text: """
        ? lists the keys that mean something where you are, and : takes the same by name; Tab \
        completes. g o goes to any offset: 50%, p2, L1[0].L2[3], h:0x50000. % tells why a file is as \
        large as it is. q leaves the tour.
        """, screen: .main, focus: .hex, place: "0"),
  ]
}
