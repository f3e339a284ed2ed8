// Finding a service among the 370 of the real mall while typing.

import assert from "node:assert/strict";
import test from "node:test";

import { buildIndex, distance, plain, search } from "../../app/web/kiosk/static/search.js";
import { catalogue } from "./kiosk_mall.mjs";

const mall = catalogue();
const index = buildIndex(mall);
const first = (query) => search(index, query)[0]?.code;
const codes = (query, count = 10) => search(index, query).slice(0, count).map(({ code }) => code);

test("the mall of these tests is the real one", () => {
  assert.equal(mall.agencies.length, 34);
  assert.equal(mall.agencies.flatMap(({ services }) => services).length, 370);
});

test("capitals, accents and signs do not matter", () => {
  assert.equal(plain("  Pérekaman KTP-el (17 tahun)! "), "perekaman ktp-el 17 tahun");
  assert.equal(first("PÉREKAMAN"), "A01");
});

test("one letter is enough to begin", () => {
  for (const letter of "abcdefghijklmnoprstuvwz") assert.ok(search(index, letter).length > 0, letter);
});

test("the identity card is found however it is written", () => {
  for (const query of ["ktp", "KTP-el", "e-ktp", "ektp", "e ktp", "kpt", "antrian ktp", "mau bikin ktp", "kartu tanda penduduk", "id card"]) {
    assert.ok(codes(query).includes("A02"), query);
  }
});

test("what people call things leads to what they are called here", () => {
  const wanted = {
    paspor: "G01", pasport: "G01", passport: "G01", "paspor baru": "G01", sim: "C06", "surat izin mengemudi": "C06", stnk: "D01",
    "pajak motor": "D01", kk: "A10", "kartu keluarga": "A10", "akte lahir": "A25", "birth certificate": "A25", "izin usaha": "B02",
    "ijin usaha": "B02", imb: "B14", "kelakuan baik": "C01", skck: "C01", "kartu kuning": "M01", umroh: "HU", bpjs: "E", dukcapil: "A",
    polisi: "C", "driving license": "C06", "sertifikat tanah": "H01", "perpanjangan paspor": "G03", bansos: "S04", listrik: "Q", kua: "J",
  };
  for (const [query, code] of Object.entries(wanted)) assert.ok(codes(query, 8).includes(code), `${query}: ${codes(query, 8)}`);
});

test("slips of the finger are forgiven while the word is still being typed", () => {
  for (const query of ["paspr", "papsor", "pasprt"]) assert.ok(codes(query).includes("G01"), query);
  for (const query of ["akta kelahrian", "akta kelhairan", "aktaa kelahiran"]) assert.ok(codes(query).includes("A25"), query);
  assert.ok(codes("skkc").includes("C01"));
  assert.ok(codes("imigrsi").includes("G"));
});

test("a word for queueing alone rules nothing out: every agency is shown", () => {
  for (const query of ["antrian", "nomor antrean"]) {
    assert.equal(search(index, query).filter(({ kind }) => kind === "agency").length, 34, query);
  }
});

test("nothing typed and nonsense find nothing", () => {
  for (const query of ["", "   ", "-", "zzzzzz", "<b>qqqq</b>"]) assert.deepEqual(search(index, query), [], query);
});

test("a name of two words wants both of them", () => {
  assert.ok(codes("akta kematian", 3).includes("A29"));
  assert.ok(!codes("akta kematian", 3).includes("A25"));
});

test("every service is found by its own name, in either language", () => {
  for (const agency of mall.agencies) {
    for (const service of agency.services) {
      for (const name of [service.name, service.name_en]) {
        assert.ok(codes(name, 12).includes(service.code), `${service.code} ${name}: ${codes(name, 12)}`);
      }
    }
  }
});

test("edits are counted up to the room there is; a swap is half a slip", () => {
  assert.equal(distance("paspor", "paspor", 2), 0);
  assert.equal(distance("paspor", "pasport", 2), 1);
  assert.equal(distance("ktp", "kpt", 1), 0.5);
  assert.equal(distance("paspor", "sepeda", 2), 3);
});
