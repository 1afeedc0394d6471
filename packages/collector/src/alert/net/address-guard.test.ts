import { describe, expect, it } from "vitest";
import { AddressGuard } from "./address-guard.ts";

const open = new AddressGuard([]);
const listed = new AddressGuard(["10.0.0.0/8", "127.0.0.1", "169.254.0.0/16", "fd00:ec2::254", "fc00::/7"]);

describe("addresses of receivers", () => {
  it("are used when they are public", () => {
    for (const address of ["93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34"])
      expect(open.refusal(address), address).toBeUndefined();
  });

  it("are refused when they are private, unless they are listed", () => {
    for (const address of [
      "10.1.2.3",
      "172.16.0.1",
      "192.168.1.1",
      "127.0.0.1",
      "100.64.0.1",
      "::1",
      "fc00::1",
      "fd12::1",
    ])
      expect(open.refusal(address), address).toBe("private");
    expect(listed.refusal("10.1.2.3")).toBeUndefined();
    expect(listed.refusal("127.0.0.1")).toBeUndefined();
    expect(listed.refusal("127.0.0.2")).toBe("private");
    expect(listed.refusal("192.168.1.1")).toBe("private");
    expect(listed.refusal("fc00::1")).toBeUndefined();
  });

  it("are never link-local, metadata, unspecified or multicast, whatever is listed", () => {
    for (const address of [
      "169.254.169.254",
      "169.254.0.1",
      "100.100.100.200",
      "fe80::1",
      "fe80::1%eth0",
      "fd00:ec2::254",
      "0.0.0.0",
      "::",
      "224.0.0.1",
      "255.255.255.255",
      "ff02::1",
    ])
      expect(listed.refusal(address), address).toBe("never");
  });

  it("are judged by what they lead to when IPv6 carries IPv4", () => {
    expect(listed.refusal("::ffff:169.254.169.254")).toBe("never");
    expect(listed.refusal("::ffff:a9fe:a9fe")).toBe("never");
    expect(listed.refusal("64:ff9b::a9fe:a9fe")).toBe("never");
    expect(listed.refusal("64:ff9b:1::a9fe:a9fe")).toBe("never");
    expect(listed.refusal("2002:a9fe:a9fe::1")).toBe("never");
    expect(open.refusal("::ffff:127.0.0.1")).toBe("private");
    expect(open.refusal("::ffff:10.0.0.1")).toBe("private");
    expect(listed.refusal("::ffff:10.0.0.1")).toBeUndefined();
  });

  it("that are none are refused", () => {
    for (const address of ["", "localhost", "1.2.3", "0x7f.1"]) expect(listed.refusal(address), address).toBe("never");
  });
});
