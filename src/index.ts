/*
 * Tare as a library. What is exported here is kept by semantic versioning; what isn't may change at any time.
 */

// Plans: what to measure, what to send and when.

export { surroundings } from './experiment/surroundings.ts'
export type { BackgroundFigures } from './metrics/background/background-figures.ts'
export type { ScaleStormFigures } from './metrics/scale-storm/scale-storm-figures.ts'
export type { PlanContent } from './plan/authored/plan-content.ts'
export type { PlanFileContent } from './plan/authored/plan-file-content.ts'
export type { AuthoredPlan } from './plan/authored/plan-layer.ts'
export {
  type AuthoredSurroundings,
  definePlan,
  readAuthoredPlan,
} from './plan/authored/read-authored-plan.ts'
export { expandPlan, type PlannedCell, planOfAuthored, type SweepPlan } from './plan/expand-plan.ts'
export type { ImportNote, ImportNoteKind } from './plan/import-torchserve/import-note.ts'
export {
  type ImportedPlan,
  importTorchServe,
  type ModelFile,
} from './plan/import-torchserve/import-torchserve.ts'
export type { Objective } from './plan/objective.ts'
export { parseObjective } from './plan/parse-objective.ts'
export type {
  BackgroundPlan,
  ClientPlan,
  MeasurePlan,
  OutputPlan,
  Plan,
  TargetPlan,
  WorkloadPlan,
} from './plan/plan.ts'
export { type ReadPlanOptions, readPlanYaml, writePlanYaml } from './plan/plan-file.ts'
export { planFromFlags } from './plan/plan-from-flags.ts'
export type { RunFlags, RunSurroundings } from './plan/run-flags.ts'
export type { ScaleStorm, ScrapePlan, ServerPlan } from './plan/server-plan.ts'

// Runs: from a plan to a run folder, and from a run folder to its summary.

export type { MeasuredOnServer } from './experiment/measure-on-server.ts'
export { type RunPlanOptions, runPlan } from './experiment/run-plan.ts'
export type { RunOutcome } from './run/conduct.ts'
export { openProgress } from './run/progress/open-progress.ts'
export type { Progress } from './run/progress/progress.ts'
export { recoverRun } from './run/recover.ts'
export { reportRun } from './run/report-run.ts'
export type { RunFolder } from './run/run-folder.ts'

// Records: one row a request.

export { type ExportFormat, exportRecords } from './record/export-records.ts'
export { readRecords, readRecordsMetadata } from './record/records-reader.ts'
export type { RequestRecord, RequestStatus } from './record/request-record.ts'

// Metrics: from records to numbers, and what each number is.

export type { MeasuredWindow, WindowRule } from './metrics/measured-window.ts'
export { metricDefinitions } from './metrics/metric-definitions.ts'
export { describeMetric, type MetricDefinition, type RequestMetric } from './metrics/request-metric.ts'
export type {
  CalibrationCitation,
  CheckResult,
  Ci95,
  Distribution,
  Measurements,
  QueryFigures,
  Resolution,
  SampledDistribution,
  Summary,
  Verdict,
} from './metrics/summary.ts'
export { SummaryBuilder } from './metrics/summary-builder.ts'
export type { InstrumentFigures, SummaryContext } from './metrics/summary-context.ts'

// Trust: whether a run can be believed.

export type { BiasReport } from './experiment/bias/bias-report.ts'
export type { Envelope } from './trust/calibration/envelope.ts'
export type { Check, CheckGroup, Finding } from './trust/check.ts'
export { checks } from './trust/checks.ts'
export type { Evidence, HostSeries, OpenSpan, PlanEvidence, WorkerSeries } from './trust/evidence.ts'
export { judge } from './trust/judge.ts'
export { type RequestTable, RequestTableBuilder } from './trust/request-table.ts'

// Sweeps: every cell of a plan's matrix, and what the cells say together.

export { type Cell, type CellEstimate, cellEstimate, cellsOf } from './analysis/cells/cell-estimates.ts'
export type { CellRow, CellValue } from './analysis/cells/cell-row.ts'
export { type CellScaling, type ScaledFigure, scalingOfCells } from './analysis/cells/scaling-of-cells.ts'
export {
  type AxisRun,
  type AxisScaling,
  type SweepResult,
  sweepResult,
} from './analysis/cells/sweep-result.ts'
export { analyseCategories, analyseScaling, type ScalingOptions } from './analysis/scaling/analyse-scaling.ts'
export type { ScalingCategory, ScalingPoint, ScalingRun } from './analysis/scaling/scaling-point.ts'
export type { ScalingReport } from './analysis/scaling/scaling-report.ts'
export type { SweepState } from './experiment/sweep/measure-cells.ts'
export { readSweepRows } from './experiment/sweep/read-rows.ts'
export {
  type ResumeSweepOptions,
  type RunSweepOptions,
  resumeSweep,
  runSweep,
  type SweepOutcome,
} from './experiment/sweep/run-sweep.ts'
export type { SweepFolder } from './experiment/sweep/sweep-folder.ts'
export type { SweepProgress } from './experiment/sweep/sweep-progress.ts'

// Capacity: the largest load at which objectives hold, and what follows from it.

export type { CapacityAnswer } from './analysis/capacity/capacity-answer.ts'
export type { CapacityOptions } from './analysis/capacity/capacity-options.ts'
export type {
  CapacityAxis,
  ObjectiveEvidence,
  ProbeOrder,
  ProbeResult,
} from './analysis/capacity/capacity-probe.ts'
export type { CapacityReport } from './analysis/capacity/capacity-report.ts'
export { type CapacityResult, capacityResult, type ProbeRow } from './analysis/capacity/capacity-result.ts'
export { planReplicas, type ReplicaPlan, type ReplicaRequest } from './analysis/capacity/plan-replicas.ts'
export {
  type LatencyPrediction,
  type PredictionOptions,
  predictLatency,
} from './analysis/capacity/predict-latency.ts'
export type { HeldOut } from './analysis/capacity/service-curve.ts'
export { type CostRequest, type ServingCost, servingCost } from './analysis/capacity/serving-cost.ts'
export type { Deployment, SizedDeployment } from './analysis/capacity/size-deployment.ts'
export type { CapacityProgress } from './experiment/capacity/capacity-progress.ts'
export {
  type CapacityOutcome,
  type ResumeCapacityOptions,
  type RunCapacityOptions,
  resumeCapacity,
  runCapacity,
} from './experiment/capacity/run-capacity.ts'

// Comparisons: B against A, the unit is the run.

export {
  type CompareGroupsOptions,
  compareGroups,
  isRefused,
  refusals,
} from './analysis/comparison/compare-groups.ts'
export type { ComparedRun, MachineFacts, RunFacts, RunGroup } from './analysis/comparison/compared-run.ts'
export type { CellComparison, ComparabilityNote, Comparison } from './analysis/comparison/comparison.ts'
export { comparisonDocument } from './analysis/comparison/comparison-document.ts'
export { type ComparisonOptions, comparisonDefaults } from './analysis/comparison/comparison-options.ts'
export type { DecileShift, ShiftPoint, ShiftVariation } from './analysis/comparison/decile-shift.ts'
export type {
  ComparisonVerdict,
  MetricComparison,
  SideFigure,
  VariationSource,
} from './analysis/comparison/metric-comparison.ts'
export { isMissingReference } from './experiment/comparison/missing-reference-error.ts'
export { withDeciles } from './experiment/comparison/read-deciles.ts'
export { type ReadRunGroupOptions, readRunGroup } from './experiment/comparison/read-run-group.ts'
export { type HodgesLehmann, hodgesLehmann, hodgesLehmannShift } from './statistics/hodges-lehmann.ts'
export { mannWhitney } from './statistics/mann-whitney.ts'

// Gates: whether a build may pass.

export { decideGate, type GateRequest } from './analysis/gate/decide-gate.ts'
export { gateDocument } from './analysis/gate/gate-document.ts'
export type { GatePolicy, VanishedPolicy } from './analysis/gate/gate-policy.ts'
export type {
  GateCheck,
  GateOutcome,
  GateReport,
  GateResult,
  GateVerdict,
} from './analysis/gate/gate-report.ts'
export { type Baseline, readBaseline } from './experiment/gate/read-baseline.ts'
export type { GatePlan, InconclusivePolicy, MissingBaselinePolicy, RegressionGate } from './plan/gate.ts'
export { parseGate, parseGates } from './plan/parse-gate.ts'
export { gateAnnotations } from './report/gate/gate-annotations.ts'
export { gateJunit } from './report/gate/gate-junit.ts'
export { gateComment, gateMarkdown } from './report/gate/gate-markdown.ts'

// A/B: two servers in interleaved blocks.

export type { AbOptions } from './analysis/ab/ab-options.ts'
export { type AbDecision, type AbEnd, type AbReport, outcomeOf } from './analysis/ab/ab-report.ts'
export { type AbResult, abResult } from './analysis/ab/ab-result.ts'
export type { AbAssessment, AbLook, AbMetric } from './analysis/ab/assess-blocks.ts'
export type { BlockRow, BlockRun } from './analysis/ab/block-row.ts'
export type { AlarmCount, FalseAlarms } from './analysis/ab/false-alarms.ts'
export type { FirstBlock } from './analysis/ab/first-block.ts'
export type { AbFolder } from './experiment/ab/ab-folder.ts'
export type { AbProgress, AbRunPlace } from './experiment/ab/ab-progress.ts'
export type { AbSide } from './experiment/ab/ab-task.ts'
export {
  type AbOutcome,
  type ResumeAbOptions,
  type RunAbOptions,
  resumeAb,
  runAb,
} from './experiment/ab/run-ab.ts'

// History: runs to compare with, and the commit that made it slower.

export type { HistoryRow } from './analysis/history/history-row.ts'
export type { HistorySelector } from './analysis/history/history-selector.ts'
export { baselineRows, parseSelector, selectRows } from './analysis/history/select-rows.ts'
export { bisectDocument } from './experiment/bisect/bisect-document.ts'
export type { BisectReport, JudgedRevision } from './experiment/bisect/bisect-report.ts'
export type { Revision } from './experiment/bisect/git-bisect.ts'
export { type BisectOptions, runBisect } from './experiment/bisect/run-bisect.ts'
export {
  type AddedToHistory,
  type AddToHistoryOptions,
  addToHistory,
} from './experiment/history/add-to-history.ts'
export { type ReadHistoryOptions, readHistory } from './experiment/history/read-history.ts'

// Trends: how runs of a kind went over time, and where that changed.

export type { CanaryAccount } from './analysis/history/canary-account.ts'
export { type TrendOptions, trendDefaults, trendOf, trendSince } from './analysis/history/trend.ts'
export { type TrendResult, type TrendResultOptions, trendResult } from './analysis/history/trend-result.ts'
export type {
  Trend,
  TrendAlert,
  TrendChange,
  TrendPoint,
  TrendRun,
  TrendSeries,
} from './analysis/history/trend-series.ts'

// Load: when to send, as a pure function of a plan.

export type {
  ArrivalKind,
  ClosedStage,
  LoadPlan,
  LoadStage,
  OpenStage,
  Pacer,
  PlannedSend,
  Shard,
  UnpacedStage,
} from './load/load-plan.ts'
export { type OfferedLoad, offeredLoad } from './load/offered-load.ts'
export { createPacer } from './load/pacer.ts'

// The simulator: a model server to measure, to test against and to calibrate by.

export {
  type ClassicOptions,
  type RunningClassicSimulator,
  startClassicSimulator,
} from './simulator/classic/start-classic-simulator.ts'
export type { EngineConfig } from './simulator/engine.ts'
export type { Fault } from './simulator/fault.ts'
export type { ServiceLaw } from './simulator/service-law.ts'
export { type RunningSimulator, type SimulatorOptions, startSimulator } from './simulator/simulator.ts'
export type { TruthRecord } from './simulator/truth-log.ts'

// Errors: what is wrong and what to change, and the exit status of each.

export { type ErrorCode, exitStatusFor, TareError } from './errors.ts'
export { tareVersion } from './version.ts'
