// The names of the API's shapes, from its generated document.
import type { components } from "./generated/schema";

type S = components["schemas"];
export type Project = S["Project"];
export type Permission = S["Permission"];
export type TestProfile = S["TestProfileView"];
export type PartnerSpace = S["PartnerSpace"];
export type NewPartnerSpace = S["NewPartnerSpace"];
export type SpaceContents = S["SpaceContents"];
export type OpenedSpace = S["OpenedSpace"];
export type OpenedBundle = S["OpenedBundle"];
export type SpecRevision = S["SpecRevision"];
export type Mock = S["Mock"];
export type ProxySetup = S["ProxySetup"];
export type MockOutcome = S["MockOutcome"];
export type MockBehaviour = S["MockBehaviour"];
export type Operation = S["Operation"];
export type OperationDetail = S["OperationDetail"];
export type ContentDetail = S["ContentDetail"];
export type ParameterDetail = S["ParameterDetail"];
export type Diagnostic = S["Diagnostic"];
export type Capability = S["Capability"];
export type SpecChange = S["SpecChange"];
export type SpecChanges = S["SpecChanges"];
export type SchemaSummary = S["SchemaSummary"];
export type SchemaDetail = S["SchemaDetail"];
export type Draft = S["Draft"];
export type Field = S["Field"];
export type DraftCheck = S["DraftCheck"];
export type BodyField = S["BodyField"];
export type ExchangeProgress = S["ExchangeProgress"];
export type FreeCall = S["FreeCall"];
export type SendMessage = S["SendMessage"];
export type SocketMessage = S["SocketMessage"];
export type SocketProgress = S["SocketProgress"];
export type TemplateField = S["TemplateField"];
export type Violation = S["Violation"];
export type Marker = S["Marker"];
export type Trace = S["Trace"];
export type TraceDetail = S["TraceDetail"];
export type TraceBody = S["TraceBody"];
export type BodyMatches = S["BodyMatches"];
export type TraceFacets = S["TraceFacets"];
export type TraceFacet = S["TraceFacet"];
export type TraceAnalytics = S["TraceAnalytics"];
export type TracePatterns = S["TracePatterns"];
export type TracePartners = S["TracePartners"];
export type Partner = S["Partner"];
export type TraceComparison = S["TraceComparison"];
export type TraceExplanation = S["TraceExplanation"];
export type TraceView = S["TraceView"];
export type TraceSeal = S["TraceSeal"];
export type TraceRetention = S["TraceRetention"];
export type Webhook = S["Webhook"];
export type WebhookCase = S["WebhookCase"];
export type SentWebhook = S["SentWebhook"];
export type CaseResult = S["CaseResult"];
export type Catcher = S["Catcher"];
export type Caught = S["Caught"];
export type CaughtDetail = S["CaughtDetail"];
export type SignatureScheme = S["SignatureScheme"];
export type CredentialStatus = S["CredentialStatus"];
export type SecuritySchemeSummary = S["SecuritySchemeSummary"];
export type Environment = S["Environment"];
export type NewEnvironment = S["NewEnvironment"];
export type EnvironmentAuth = S["EnvironmentAuth"];
export type ConnectionTest = S["ConnectionTest"];
export type ConnectionStep = S["ConnectionStep"];
export type Discovered = S["Discovered"];
export type SignIn = S["SignIn"];
export type EnvironmentsFile = S["EnvironmentsFile"];
export type EnvironmentsBundle = S["EnvironmentsBundle"];
export type ImportedEnvironments = S["ImportedEnvironments"];
export type EnvironmentSecret = S["EnvironmentSecret"];
export type Variable = S["Variable"];
export type EnvironmentVariable = S["EnvironmentVariable"];
export type Target = S["Target"];
export type Import = S["Import"];
export type RequestFolder = S["RequestFolder"];
export type SavedRequest = S["SavedRequestSummary"];
export type SavedRequestDetail = S["SavedRequestDetail"];
export type ImportedRequests = S["ImportedRequests"];
export type KeptCookie = S["KeptCookie"];
export type PastedRequests = S["PastedRequests"];
export type RequestCode = S["RequestCode"];
export type Check = S["Check"];
export interface SourceFile {
  name: string;
  text: string;
}
/** Where a description comes from, and the overlays that are laid over it. */
export type Source = { overlays?: SourceFile[]; remote?: "none" | "public" } & (
  | { kind: "upload"; files: SourceFile[] }
  | { kind: "path"; path: string }
  | { kind: "url"; url: string; allowPrivate?: boolean }
  | { kind: "sample" }
);
/** A JSON Schema, as far as the page looks into it. */
export type Schema = Record<string, unknown>;
