import { type Callback, getJson } from "./get-json.ts";
import type { LegacyHandler } from "./router.ts";

interface Parcel {
  weight: number;
  depotId: string;
}

interface Depot {
  city: string;
}

interface Tariffs {
  perKilo: number;
}

export const parcel: LegacyHandler = (id, send) => {
  getJson<Parcel>(`/parcels/${id}`, (err, parcel) => {
    if (err || !parcel) return send(502, { error: "parcel" });
    getJson<Depot>(`/depots/${parcel.depotId}`, (err, depot) => {
      if (err || !depot) return send(502, { error: "depot" });
      getJson<Tariffs>("/tariffs/current", (err, tariffs) => {
        if (err || !tariffs) return send(502, { error: "tariffs" });
        send(200, { city: depot.city, cents: Math.round(parcel.weight * tariffs.perKilo) });
      });
    });
  });
};

export const parcelFast: LegacyHandler = (id, send) => {
  let found: { parcel: Parcel; depot: Depot } | undefined;
  let tariffs: Tariffs | undefined;
  let failed = false;

  const fail = (error: string): void => {
    if (!failed) send(502, { error });
    failed = true;
  };
  const finish = (): void => {
    if (failed || !found || !tariffs) return;
    send(200, { city: found.depot.city, cents: Math.round(found.parcel.weight * tariffs.perKilo) });
  };
  const loadTariffs: Callback<Tariffs> = (err, value) => {
    if (err || !value) return fail("tariffs");
    tariffs = value;
    finish();
  };

  getJson("/tariffs/current", loadTariffs);
  getJson<Parcel>(`/parcels/${id}`, (err, parcel) => {
    if (err || !parcel) return fail("parcel");
    getJson<Depot>(`/depots/${parcel.depotId}`, (err, depot) => {
      if (err || !depot) return fail("depot");
      found = { parcel, depot };
      finish();
    });
  });
};
