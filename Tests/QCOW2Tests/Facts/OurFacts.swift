@testable import QCOW2
import SystemPackage
import TestSupport

/// The facts of each layer as our library has them, under the names of QEMU.
func ourFacts(_ disk: Disk) throws -> [Facts] {
  try disk.layers.enumerated().map { index, layer in
    var facts: Facts = [:]
    facts["filename"] = layer.path?.string
    facts["virtual-size"] = "\((layer.virtualSize + 511) / 512 * 512)"
    facts["dirty-flag"] = "false"
    switch layer.content {
    case .raw(let storage, _):
      facts["format"] = "raw"
      facts["actual-size"] = storage.allocatedByteCount().map { "\($0)" }
    case .image(let image):
      facts["format"] = "qcow2"
      facts["actual-size"] = image.storage.allocatedByteCount().map { "\($0)" }
      try add(image, to: &facts)
      guard index + 1 < disk.layers.count else { break }
      facts["full-backing-filename"] = disk.layers[index + 1].path?.string
    case .closed: break
    }
    return facts
  }
}

private func add(_ image: Image, to facts: inout Facts) throws {
  let header = image.header
  facts["cluster-size"] = "\(image.geometry.clusterSize)"
  facts["dirty-flag"] = "\(header.has(.dirty))"
  if header[.cryptMethod] > 0 { facts["encrypted"] = "true" }
  facts["backing-filename"] = image.inspection.backingFileName.map(text)
  facts["backing-filename-format"] = image.inspection.backingFormat.map(text)
  for (number, record) in try image.snapshots().records.enumerated() {
    let info = SnapshotInfo(record)
    let place = "snapshots.\(number)"
    facts["\(place).id"] = info.id
    facts["\(place).name"] = info.name
    facts["\(place).date-sec"] = "\(info.dateSeconds)"
    facts["\(place).date-nsec"] = "\(info.dateNanoseconds)"
    facts["\(place).vm-clock-sec"] = "\(info.clockSeconds)"
    facts["\(place).vm-clock-nsec"] = "\(info.clockNanoseconds)"
    facts["\(place).vm-state-size"] = "\(info.stateSize)"
    facts["\(place).icount"] = info.instructionCount.map { "\($0)" }
  }
  var data: Facts = [:]
  try addSpecific(image, to: &data)
  facts["format-specific.type"] = "qcow2"
  for (key, value) in data { facts["format-specific.data.\(key)"] = value }
}

private func addSpecific(_ image: Image, to facts: inout Facts) throws {
  let header = image.header
  facts["compat"] = header.version == 2 ? "0.10" : "1.1"
  facts["compression-type"] = header[.compressionType] == 1 ? "zstd" : "zlib"
  facts["refcount-bits"] = "\(image.geometry.refcountBits)"
  if header.version >= 3 {
    facts["lazy-refcounts"] = "\(header.has(.lazyRefcounts))"
    facts["corrupt"] = "\(header.has(.corrupt))"
    facts["extended-l2"] = "\(header.has(.extendedL2))"
  }
  if header.has(.externalDataFile) {
    facts["data-file"] = image.inspection.dataFileName.map(text)
    facts["data-file-raw"] = "\(header.has(.rawExternalData))"
  }
  for (number, bitmap) in try image.bitmaps().records.enumerated() {
    facts["bitmaps.\(number).name"] = text(bitmap.name)
    facts["bitmaps.\(number).granularity"] = bitmap.granularity.map { "\($0)" }
    let flags = [(bitmap.isInUse, "in-use"), (bitmap.isAuto, "auto")].filter(\.0).map(\.1)
    for (index, flag) in flags.enumerated() { facts["bitmaps.\(number).flags.\(index)"] = flag }
  }
  if header[.cryptMethod] == 1 { facts["encrypt.format"] = "aes" }
  guard header[.cryptMethod] == 2, let pointer = image.inspection.encryptionHeader else { return }
  var encryption: Facts = ["format": "luks"]
  try add(LUKSVolume(image.storage, at: pointer).header, to: &encryption)
  for (key, value) in encryption { facts["encrypt.\(key)"] = value }
}

private func add(_ header: LUKSHeader, to facts: inout Facts) throws {
  let cipher = try header.cipherSpecification()
  facts["cipher-alg"] = cipher.algorithm.rawValue
  facts["cipher-mode"] = "\(cipher.mode)"
  let generator = cipher.ivGenerator.name.split(separator: ":").map(String.init)
  facts["ivgen-alg"] = generator.first
  if generator.count > 1 { facts["ivgen-hash-alg"] = generator[1] }
  facts["hash-alg"] = try header.hashAlgorithm().rawValue
  facts["uuid"] = header.text(.luksUUID)
  facts["payload-offset"] = "\(header[.luksPayloadOffset] * 512)"
  facts["master-key-iters"] = "\(header[.luksDigestIterations])"
  for slot in header.slots {
    facts["slots.\(slot.index).active"] = "\(slot.isActive)"
    facts["slots.\(slot.index).key-offset"] = "\(slot.materialOffset)"
    guard slot.isActive else { continue }
    facts["slots.\(slot.index).iters"] = "\(slot[.luksSlotIterations])"
    facts["slots.\(slot.index).stripes"] = "\(slot[.luksSlotStripes])"
  }
}

private func text(_ bytes: Bytes) -> String { String(decoding: bytes.array, as: UTF8.self) }
