import type { Translation } from "./message.ts";
import type { termsEn } from "./terms.en.ts";

/** What findings, their kinds, tiers and states are called, in Korean. */
export const termsKo: Translation<typeof termsEn> = {
  "title.serial": "{call}: 필요 없이 {on} 대기",
  "title.serial.many": "호출 {n}개: 필요 없이 {on} 대기",
  "title.loop": "반복문이 하나씩 차례로 호출: {call}",
  "title.barrier": "{call}: 일부만 필요한데 호출 그룹 전체를 대기",
  "title.parent-child": "{call}: 필요 없이 부모의 {on} 이후에 시작",
  "title.hook-sequence": "차례로 실행되는 훅: {call}, 필요 없이 {on} 대기",
  "title.late-await": "{on}: 필요하기 전에 await, 그동안 {call} 대기",
  "title.maybe": {
    one: "{call}: {on} 대기, 필요 없을 수 있음",
    other: "호출 {n}개: {on} 대기, 필요 없을 수 있음",
  },
  "title.guarded": "{call}: 가드 {on} 대기, 함께 시작할 수 있음",
  "title.together": { one: "호출 {n}개를 더 일찍 시작할 수 있음", other: "호출 {n}개를 함께 시작할 수 있음" },

  "kind.serial": "연속된 await",
  "kind.loop": "순차 반복",
  "kind.barrier": "장벽",
  "kind.parent-child": "await 뒤의 중첩",
  "kind.hook-sequence": "연속된 훅",
  "kind.late-await": "너무 이른 await",

  "verdict.independent": "독립",
  "verdict.independent-by-rewrite": "값을 더 일찍 앎",
  "verdict.data": "값 필요",
  "verdict.guard": "가드",
  "verdict.ordered": "순서 필요",
  "verdict.paced": "간격 조절",
  "verdict.unknown": "알 수 없음",

  "tier.proven": "증명됨",
  "tier.proven.about": "소스와 실행이 일치",
  "tier.high": "높음",
  "tier.high.about": "많은 요청이 보여 줌",
  "tier.medium": "검토",
  "tier.medium.about": "한 채널은 볼 수 없었음",
  "tier.speculative": "추측",
  "tier.speculative.about": "가드 뒤에 있음",
  "tier.unknown": "알 수 없음",
  "tier.unknown.about": "판단하기에 부족함",

  "channel.data": "데이터",
  "channel.control": "제어",
  "channel.order": "순서",
  "channel.pace": "간격",
  "channel.source": "소스",
  "state.absent": "확인함, 필요 없음",
  "state.present": "필요를 발견함",
  "state.unobserved": "볼 수 없었음",

  "saved.upTo": "최대 {range}",

  "status.candidate": "후보",
  "status.new": "새로움",
  "status.open": "열림",
  "status.ongoing": "열림",
  "status.escalating": "증가 중",
  "status.regressed": "재발",
  "status.resolved": "해결됨",
  "status.stale": "트래픽 없음",
  "status.accepted": "수락됨",
  "status.snoozed": "미룸",
  "status.not-a-waterfall": "불필요한 대기 아님",
};
