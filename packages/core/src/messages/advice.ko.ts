import type { adviceEn } from "./advice.en.ts";
import type { Translation } from "./message.ts";

/** Why a finding comes without a patch, and what a change brings along, in Korean. */
export const adviceKo: Translation<typeof adviceEn> = {
  "advice.source-unavailable": "이 위치의 소스를 알 수 없습니다.",
  "advice.stale-source": "가지고 있는 소스가 실행된 빌드의 것이 아닙니다. 최신 코드로 한 번 더 실행해 보세요.",
  "advice.path-outside": "파일이 프로젝트 밖에 있거나, 파일 이름을 diff에 쓸 수 없습니다.",
  "advice.different-functions":
    "호출이 서로 다른 함수에 있습니다. 앞 호출이 있는 곳에서 뒤 호출을 먼저 시작하고 프로미스를 넘겨주세요.",
  "advice.different-blocks": "호출이 서로 다른 블록에 있습니다. 둘 다 항상 시작해도 되는지 직접 판단해 주세요.",
  "advice.not-a-declaration":
    "await한 호출이 더 큰 식의 일부입니다. 먼저 이름을 붙여 따로 빼 주세요: const a = await …",
  "advice.impure-arguments": "인자가 호출하는 순간에 계산됩니다. 일찍 시작하면 그 코드도 일찍 실행됩니다.",
  "advice.binding-reassigned": "호출이 쓰는 변수가 다시 할당되므로 값이 시점에 따라 달라집니다.",
  "advice.value-made-between": "호출에 필요한 값이 두 줄 사이에서 만들어집니다.",
  "advice.state-between": "두 줄 사이에서 읽는 값을 뒤 호출이 바꿀 수 있습니다.",
  "advice.guard-between": "두 줄 사이의 조건이 뒤 호출의 실행 여부를 결정합니다.",
  "advice.exit-between": "두 줄 사이의 return이나 throw로 뒤 호출 전에 함수가 끝날 수 있습니다.",
  "advice.try-between": "두 줄 사이의 try 블록이 지금과 다른 오류를 잡게 됩니다.",
  "advice.loop-between": "두 줄 사이의 반복문이 뒤 호출보다 먼저 실행됩니다.",
  "advice.write-between": "두 줄 사이에 쓰기가 있고, 뒤 호출이 그것을 읽을 수 있습니다.",
  "advice.opaque-call-between": "두 줄 사이의 코드에 뒤 호출이 의존하는 부작용이 있을 수 있습니다.",
  "advice.other-await-between": "두 줄 사이에 다른 await가 있는데, 무엇을 기다리는지 알 수 없습니다.",
  "advice.needed-call-between": "두 줄 사이에 먼저 끝나야 하는 다른 호출이 있습니다.",
  "advice.directive-comment": "이 줄의 주석이 도구를 제어합니다. 줄과 주석을 함께 직접 옮겨 주세요.",
  "advice.in-transaction": "호출이 트랜잭션 안에 있습니다. 한 연결에서 한 문장씩 차례로 실행됩니다.",
  "advice.writes-too": "이 호출을 하는 함수가 다른 것을 바꾸기도 합니다. 일찍 시작하면 그 변경도 일찍 일어납니다.",
  "advice.nothing-to-move": "이 함수 안에서는 호출이 이미 가장 일찍 시작합니다.",
  "advice.loop-form":
    "반복문이 안전하게 바꿀 수 있는 형태가 아닙니다. 항목을 먼저 모은 다음 몇 개씩 묶어 요청해 주세요.",
  "advice.loop-carried": "반복의 한 차례가 앞 차례에서 모은 것을 사용합니다.",
  "advice.hooks-not-found": "훅 목록을 찾지 못했습니다. hooks.server에서 이름 붙인 handle을 sequence(…)에 넣어 주세요.",
  "advice.hooks-apart": "훅 사이에 다른 훅이 있습니다. 순서를 바꿔도 된다면 먼저 서로 붙여 주세요.",
  "advice.hooks-share": "두 훅이 event의 같은 부분을 다루므로 순서가 중요합니다.",
  "advice.move-up": "부모가 await하기 전에 자식의 호출을 시작하고, 프로미스를 내려보내세요.",
  "advice.await-later": "값을 처음 쓰는 줄까지 await를 내려 주세요.",

  "note.runs-anyway": "바꾸고 나면 {earlier} 호출이 실패해도 {later} 호출이 실행됩니다.",
  "note.loop-goes-on": "바꾸고 나면 반복문의 호출 하나가 실패해도 나머지가 실행됩니다.",
  "note.not-asked": "바꾸고 나면 그 분기를 타지 않을 때는 호출하지 않으며, 그 호출의 실패로 요청이 끝나지도 않습니다.",
  "note.partly": "이 항목의 호출 가운데 일부는 안전하게 옮길 수 없어 그대로 기다립니다.",
  "note.graph":
    "호출이 여러 층으로 서로를 기다립니다. better-all처럼 이런 그래프를 받는 라이브러리를 쓰면 프로미스를 손으로 엮는 것보다 읽기 좋을 수 있습니다.",
  "note.several-at-once": "바꾸고 나면 여러 호출이 동시에 나갑니다. 호출받는 서비스가 감당할 수 있는지 확인해 주세요.",
};
