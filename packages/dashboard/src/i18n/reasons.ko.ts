import type { Message } from "./message.ts";
import type { reasonsEn } from "./reasons.en.ts";

/** What each reason code says, in Korean. */
export const reasonsKo = {
  "data.not-recorded": "값이 기록되지 않음",
  "data.unused-in-source": "앞 호출의 응답이 뒤 호출의 인자에 전혀 쓰이지 않음",
  "data.used-in-source": "뒤 호출이 앞 호출의 응답으로 만들어짐",

  "control.no-failure-seen": "앞 호출의 실패가 관찰된 적 없음",
  "control.no-guard-in-source": "두 호출 사이에 앞 응답에 따라 달라지는 코드가 없음",
  "control.guard-in-source": "앞 호출의 응답이 뒤 호출의 실행 여부를 결정함",

  "order.both-read": "둘 다 읽기만 함",
  "order.later-writes": "뒤 호출이 쓰기임",
  "order.earlier-writes": "앞 호출이 쓰기임",
  "order.effect-unknown": "쓰기인지 아닌지 알 수 없음",
  "order.shared-state-in-source": "둘 다 같은 상태를 다룸",

  "pace.different-calls": "재시도, 폴링, 커서가 아닌 서로 다른 호출",
  "pace.retry": "실패한 호출을 다시 시도함",
  "pace.throttled": "앞 호출이 속도 제한을 받음",
  "pace.repeated": "같은 요청의 반복: 폴링일 수 있음",
  "pace.not-recorded": "재시도인지 별개의 호출인지 알 수 없음",

  "source.unavailable": "두 위치의 소스를 알 수 없음",
  "source.missing": "경로에 있는 파일이 없음",
  "source.not-code": "경로에 있는 파일이 읽을 수 있는 코드가 아님",
  "source.syntax-error": "경로에 있는 파일을 해석할 수 없음",
  "source.too-large": "경로에 있는 파일이 너무 큼",
  "source.opaque-call": "두 호출 사이의 함수 안을 볼 수 없음",
  "source.generator": "경로에 제너레이터가 있음",
  "source.computed-import": "경로에 계산된 import가 있음",
  "source.dynamic-scope": "경로에 있는 이름의 의미가 고정되지 않음",
  "source.eval": "경로에 실행 중에 만들어지는 코드가 있음",
  "source.too-many-values": "경로에 있는 값의 경우가 너무 많음",
  "source.too-much-work": "따라가는 데 시간이 너무 걸림",

  "change.value-of-earlier-in-later": "앞 응답의 값이 뒤 요청에 나타나는 경우",
  "change.later-missing-when-earlier-differs": "앞 응답이 다를 때 뒤 호출이 사라지는 경우",
  "change.record-lineage": "계보를 기록하면 확실해짐",
  "change.later-waits-for-earlier": "뒤 호출이 앞 호출을 기다리는 요청이 관찰되는 경우",
  "change.source-available": "소스: {why}",
  "change.source-followed": "소스를 더 따라갈 수 있는 경우: {why}",
  "change.mark-as-read": "호출을 읽기로 표시하는 경우",
  "change.not-a-poll": "폴링이 아님을 알게 되는 경우",
  "change.not-a-retry": "앞선 실패 없이 다시 실행되는 경우",
  "change.values-vary": "다른 값을 가진 요청",
  "change.value-from-elsewhere": "값을 더 일찍 다른 곳에서 얻을 수 있는 경우",
  "change.guard-refuted": "가드가 실패해도 뒤 호출이 실행되는 경우",

  "coverage.no-call-site": "호출 위치가 기록되지 않음",
  "coverage.calls-dropped": "에이전트가 한도를 넘은 호출을 제외함",
  "coverage.other": "기타",
} as const satisfies Readonly<Record<keyof typeof reasonsEn, Message>>;
