// Long lists of services in groups of readable lines: data, and one pure function.
//
// A service belongs to the first subject whose words begin one of the words of its (Indonesian) name; one that starts
// with ^ must begin the name itself, one that ends with a dot is a whole word. The title of a group is the sentence
// `group_<code>` of the kiosk.

import { plain } from "./search.js";

export const FEW = 8;
const LEAST = 2;
const LAST = ["other", "help"];

export const SUBJECTS = [
  ["help", "^informasi ^pengaduan ^konsultasi ^konfirmasi ^pendampingan"],
  ["practice", "^sip tradisional"],
  ["health", "klinik rumah-sakit apotek toko-obat optikal higiene"],
  ["school", "paud sd kursus pelatihan madrasah pesantren"],
  ["building", "pbg kkpr slf sbkbg imb"],
  ["business", "nib oss izin-usaha sertifikat-standar lkpm"],
  ["permit", "^izin ^tanda ^surat-tanda-pendaftaran"],
  ["marriage", "nikah pengantin"],
  ["ktp", "ktp ikd nik."],
  ["kia", "kia"],
  ["kk", "kk"],
  ["birth", "akta-kelahiran"],
  ["move", "pindah kedatangan"],
  ["civil", "akta lahir-mati pencatatan legalisasi-dokumen pelaporan-peristiwa"],
  ["skck", "skck"],
  ["sim", "sim"],
  ["vehicle", "stnk kendaraan"],
  ["passport", "paspor"],
  ["stay", "izin-tinggal"],
  ["transfer", "peralihan-hak"],
  ["property", "pbb bphtb"],
  ["title", "sertipikat bidang tanah blokir"],
  ["return", "spt"],
  ["taxpayer", "npwp coretax efin otorisasi wajib-pajak"],
  ["claim", "^klaim"],
  ["member", "^pendaftaran-peserta ^pendaftaran-bayi ^pendaftaran-jasa ^pendaftaran-pekerja"],
  ["work", "ak-1 lowongan blk"],
  ["change", "^perubahan ^peralihan"],
].map(([code, words]) => [code, words.split(" ").map(pattern)]);

function pattern(word) {
  return (word.startsWith("^") ? word : ` ${word}`).replaceAll("-", " ").replace(".", " ");
}

function subjectOf(service) {
  const name = plain(service.name).replaceAll("-", " ");
  const fits = (word) => (word.startsWith("^") ? name.startsWith(word.slice(1)) : ` ${name} `.includes(word));
  return SUBJECTS.find(([, words]) => words.some(fits))?.[0] ?? "other";
}

// [{code, services}] in the order of the catalogue, which lists what is asked most first; one group without a code
// when the list is short or has one subject only.
export function grouped(services) {
  const groups = new Map();
  for (const service of services) {
    const code = subjectOf(service);
    groups.set(code, [...(groups.get(code) ?? []), service]);
  }
  const large = [...groups].filter(([code, members]) => code === "help" || members.length >= LEAST).map(([code]) => code);
  if (services.length <= FEW || large.filter((code) => !LAST.includes(code)).length < 2) return [{ code: null, services }];
  return ordered(services, new Set(large));
}

function ordered(services, large) {
  const groups = new Map();
  for (const service of services) {
    const subject = subjectOf(service);
    const code = large.has(subject) ? subject : "other";
    groups.set(code, [...(groups.get(code) ?? []), service]);
  }
  const codes = [...groups.keys()].filter((code) => !LAST.includes(code));
  return [...codes, ...LAST].filter((code) => groups.has(code)).map((code) => ({ code, services: groups.get(code) }));
}
