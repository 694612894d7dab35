using System.Text.Json.Serialization;
using Mail.Core;

namespace Mail.Azure;

/// <summary>The JSON inside table columns: camelCase, no nulls.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(MailAddressJsonConverter)])]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<OutboundRecipient>))]
[JsonSerializable(typeof(DecisionRecord))]
internal sealed partial class TextJson : JsonSerializerContext;
