export interface Card {
  id: string;
  title: string;
}
