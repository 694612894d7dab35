using System.Text.Json.Serialization;

namespace Mail.Ctl;

/// <summary>
/// The shapes of <c>--json</c>: camelCase, every property always there, <c>null</c> when there is no value. They are a contract: names may be
/// added, never changed or taken away. Generated, because reflection would cost a third of the start-up time.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<DomainView>))]
[JsonSerializable(typeof(DomainDnsView))]
[JsonSerializable(typeof(DomainVerifyView))]
[JsonSerializable(typeof(IReadOnlyList<AccountView>))]
[JsonSerializable(typeof(IReadOnlyList<AliasView>))]
[JsonSerializable(typeof(IReadOnlyList<FolderView>))]
[JsonSerializable(typeof(IReadOnlyList<MessageView>))]
[JsonSerializable(typeof(MessageDetailView))]
[JsonSerializable(typeof(ImportReport))]
[JsonSerializable(typeof(ExportReport))]
[JsonSerializable(typeof(RemovedView))]
[JsonSerializable(typeof(IReadOnlyList<QueueEntryView>))]
[JsonSerializable(typeof(QueueDetailView))]
[JsonSerializable(typeof(QueueActionView))]
[JsonSerializable(typeof(RequeueView))]
[JsonSerializable(typeof(IReadOnlyList<TraceView>))]
[JsonSerializable(typeof(IReadOnlyList<FindingView>))]
[JsonSerializable(typeof(StatusView))]
[JsonSerializable(typeof(NewAppPasswordView))]
[JsonSerializable(typeof(IReadOnlyList<AppPasswordView>))]
[JsonSerializable(typeof(IReadOnlyList<GrantView>))]
[JsonSerializable(typeof(IReadOnlyList<SettingView>))]
[JsonSerializable(typeof(IReadOnlyList<AccessRuleView>))]
[JsonSerializable(typeof(IReadOnlyList<TransportView>))]
[JsonSerializable(typeof(TransportView))]
[JsonSerializable(typeof(TransportTestView))]
[JsonSerializable(typeof(TransportCheckView))]
[JsonSerializable(typeof(AccessTestView))]
[JsonSerializable(typeof(AccessAllowView))]
[JsonSerializable(typeof(IReadOnlyList<RuleView>))]
[JsonSerializable(typeof(RuleView))]
[JsonSerializable(typeof(TrialView))]
[JsonSerializable(typeof(ApplyView))]
[JsonSerializable(typeof(IReadOnlyList<RuleVersionView>))]
[JsonSerializable(typeof(IReadOnlyList<RejectView>))]
[JsonSerializable(typeof(IReadOnlyList<DkimKeyView>))]
[JsonSerializable(typeof(IReadOnlyList<ForwardingView>))]
[JsonSerializable(typeof(IReadOnlyList<SuppressionView>))]
[JsonSerializable(typeof(SuppressionView))]
internal sealed partial class CtlJson : JsonSerializerContext;
