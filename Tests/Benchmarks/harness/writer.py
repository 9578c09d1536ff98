"""Writes qcow2 images whose clusters lie where they are wanted, in seconds whatever their size."""
import array, struct, sys

CLUSTER_BITS = 16
CLUSTER = 1 << CLUSTER_BITS
SLOTS = CLUSTER // 8
COPIED, ZERO = 1 << 63, 1


def entries(values):
    """64-bit numbers as a table has them."""
    table = array.array("Q", values)
    if sys.byteorder == "little":
        table.byteswap()
    return table.tobytes()


def write(path, virtual, table, data_clusters=0):
    """An image whose every L2 table exists, version 3 with clusters of 64 KiB.

    `table(number, first)` gives the bytes of one L2 table; `first` is where the data begins, clusters
    one after the other that the caller fills. Returns that offset.
    """
    tables = -(-virtual // (SLOTS * CLUSTER))
    l1_clusters = -(-tables * 8 // CLUSTER)
    # Blocks count themselves, so their number is found by trying.
    blocks = 1
    while True:
        total = 2 + blocks + l1_clusters + tables + data_clusters
        if total <= blocks * (CLUSTER // 2):
            break
        blocks += 1
    l1 = (2 + blocks) * CLUSTER
    first_table = l1 + l1_clusters * CLUSTER
    data = first_table + tables * CLUSTER
    assert blocks <= SLOTS
    with open(path, "wb") as file:
        file.write(struct.pack(">IIQIIQIIQQIIQQQQII", 0x514649FB, 3, 0, 0, CLUSTER_BITS, virtual, 0,
                               tables, l1, CLUSTER, 1, 0, 0, 0, 0, 0, 4, 104))
        file.seek(CLUSTER)
        file.write(entries((2 + block) * CLUSTER for block in range(blocks)))
        file.seek(2 * CLUSTER)
        file.write(b"\0\1" * total)
        file.seek(l1)
        file.write(entries(COPIED | (first_table + n * CLUSTER) for n in range(tables)))
        for number in range(tables):
            file.seek(first_table + number * CLUSTER)
            file.write(table(number, data))
        file.truncate(data + data_clusters * CLUSTER)
    return data


def zeros(path, virtual):
    """Every cluster reads as zeros and lies nowhere."""
    table = entries([ZERO] * SLOTS)
    write(path, virtual, lambda number, first: table)


def placed(path, virtual, hosts, data_clusters):
    """`hosts[i]` is the number of the data cluster that guest cluster i has, or None."""
    def table(number, first):
        part = hosts[number * SLOTS:(number + 1) * SLOTS]
        return entries(0 if h is None else COPIED | (first + h * CLUSTER) for h in part)
    return write(path, virtual, table, data_clusters)
