import type { Translation } from "@weir/core/messages";
import type { setupEn } from "../en/setup.ts";

export const setupKo: Translation<typeof setupEn> = {
  "setup.title": "앱 연결하기",
  "setup.about": "패키지 하나, 파일 하나. 계정 없이 작동하며 다른 곳으로 아무것도 보내지 않습니다.",
  "setup.install": "설치",
  "setup.manager": "패키지 관리자",
  "setup.file": "파일 추가",
  "setup.framework": "프레임워크",
  "setup.next": "Next.js",
  "setup.next-vercel": "Next.js와 @vercel/otel",
  "setup.kit2": "SvelteKit 2",
  "setup.kit3": "SvelteKit 3",
  "setup.node": "Node.js",
  "setup.otel": "모든 OpenTelemetry SDK",
  "setup.command": "명령",
  "setup.copyPrompt": "프롬프트로 복사",
  "setup.prompt":
    "이 프로젝트에 Weir를 추가해 주세요. 패키지를 설치한 다음, 아래 파일만 추가하거나 변경하세요:\n\n{what}",
  "setup.start": "앱을 시작하고 페이지 열기",
  "setup.done": "경로 보기",
  "setup.step.agent": "에이전트가 인사함",
  "setup.step.span": "첫 스팬 도착",
  "setup.step.route": "첫 경로 관찰",
  "setup.step.site": "소스 위치가 있는 첫 호출",
  "setup.step.finding": "첫 발견",
  "setup.sample": "예제 데이터로 둘러보기",
  "setup.sample.about": "아직 연결한 앱이 없다면 Weir가 예제 상점에서 본 것을 둘러보세요.",
  "sample.name": "예제 데이터",
  "sample.about": "Weir의 예제 상점에서 기록했습니다. 실제 앱의 데이터는 없으며 아무것도 저장되지 않습니다.",
  "sample.leave": "나가기",
  "stage.nothing": "앱을 기다리는 중",
  "stage.nothing.cure":
    "아직 연결이 없습니다. 앱이 실행 중인데 15초가 지나도 없으면 앱 폴더에서 weir doctor 명령을 실행하세요.",
  "stage.agent-silent": "에이전트가 있었지만 조용해졌습니다",
  "stage.agent-silent.cure": "앱이 멈췄거나 이 주소에 더 이상 닿지 않습니다. 다시 시작하세요.",
  "stage.no-traffic": "에이전트가 연결됨, 첫 요청을 기다리는 중",
  "stage.no-traffic.cure":
    "앱의 페이지를 여세요. 스팬은 1초 안에 전송됩니다. 다른 OpenTelemetry SDK는 5초를 기다립니다 (OTEL_BSP_SCHEDULE_DELAY).",
  "stage.no-requests": "스팬은 오지만 이 앱에서 시작하는 요청이 없습니다",
  "stage.no-requests.cure":
    "서버 스팬이 없습니다. SvelteKit은 추적을 켜야 하고, 다른 서버는 HTTP 서버 계측이 필요합니다.",
  "stage.no-call-sites": "요청은 오지만 호출한 소스 위치가 없습니다",
  "stage.no-call-sites.cure":
    "OpenTelemetry 설정과 함께 에이전트를 사용하세요. 호출 위치가 없으면 대부분의 호출 쌍은 알 수 없음으로 남습니다.",
  "stage.too-few": "경로가 보입니다. 요청이 더 필요합니다",
  "stage.too-few.cure": "개발 환경에서는 소스로 증명되면 요청 하나로 충분하고, 스테이징에서는 30개가 필요합니다.",
  "stage.working": "모두 작동합니다",
  "stage.working.cure": "요청이 오는 대로 분석합니다.",
};
