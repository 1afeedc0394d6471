import type { Translation } from "@weir/core/messages";
import type { deploysEn } from "../en/deploys.ts";

export const deploysKo: Translation<typeof deploysEn> = {
  "deploys.none": "아직 관찰된 배포가 없습니다",
  "deploys.none.more":
    "배포는 service.version 값으로 구분합니다. OTEL_SERVICE_VERSION 값을 지정하거나 CI에서 수집기에 알려 주세요.",
  "deploys.one": "아직 버전이 하나뿐입니다",
  "deploys.one.more": "다음 버전부터 무엇이 생기고 사라졌는지 보여 줍니다.",
  "deploys.base": "이전",
  "deploys.head": "이후",
  "deploys.requests": "요청 {base}개와 {head}개",
  "deploys.came": "새로 생김: {n}",
  "deploys.came.about": "나중 버전에서만 보였습니다.",
  "deploys.worse": "나빠짐: {n}",
  "deploys.worse.about": "절약 가능 시간이 25 % 그리고 30 ms 이상 늘었습니다.",
  "deploys.went": "사라짐: {n}",
  "deploys.went.about": "이전 버전에서만 보였고, 나중 버전에서도 해당 경로가 요청되었습니다.",
  "deploys.same": "같음: {n}",
  "deploys.same.about": "두 버전 모두에서 보였습니다.",
  "deploys.unasked": "아직 요청되지 않음: {n}",
  "deploys.unasked.about": "이전 버전에서 보였지만, 나중 버전에는 해당 경로의 요청이 너무 적어 알 수 없습니다.",
  "deploys.all": "모든 버전",
};
