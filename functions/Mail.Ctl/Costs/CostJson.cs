using System.Text.Json.Serialization;

namespace Mail.Ctl;

/// <summary>Files of prices and counts; a name that is not known is an error, for a figure that has no effect would go unnoticed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(PriceList))]
[JsonSerializable(typeof(SiteCounts))]
internal sealed partial class CostJson : JsonSerializerContext;
