using System.Text.Json.Serialization;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The JSON inside table columns: camelCase, no nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(MailAddressJsonConverter), typeof(QueueIdJsonConverter)])]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<OutboundRecipient>))]
[JsonSerializable(typeof(IReadOnlyList<OutboundNotice>))]
[JsonSerializable(typeof(IReadOnlyList<DestinationHolder>))]
[JsonSerializable(typeof(IReadOnlyList<ForwardingTarget>))]
[JsonSerializable(typeof(IReadOnlyList<TlsPolicyTally>))]
[JsonSerializable(typeof(DmarcPublication))]
[JsonSerializable(typeof(IReadOnlyList<DmarcTally>))]
[JsonSerializable(typeof(IReadOnlyList<DmarcSource>))]
[JsonSerializable(typeof(DecisionRecord))]
internal sealed partial class TextJson : JsonSerializerContext;
