import { getJson } from "./api-client";

interface CartItem {
  sku: string;
  quantity: number;
}

export interface Cart {
  id: string;
  items: CartItem[];
}

export function fetchCart(id: string): Promise<Cart> {
  return getJson<Cart>(`/carts/${id}`);
}

export function fetchShippingQuote(zip: string): Promise<{ zip: string; amount: number }> {
  return getJson<{ zip: string; amount: number }>(`/shipping/quotes?zip=${zip}`);
}
