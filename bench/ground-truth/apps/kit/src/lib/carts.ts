export interface CartItem {
  sku: string;
  quantity: number;
}

export interface Cart {
  id: string;
  items: CartItem[];
}

export interface Price {
  cents: number;
  from?: number;
}

export function lineOf({ sku, quantity }: CartItem, price: Price): { sku: string; quantity: number; cents: number } {
  const unit = price.from !== undefined && quantity >= price.from ? Math.round(price.cents * 0.9) : price.cents;
  return { sku, quantity, cents: unit * quantity };
}
