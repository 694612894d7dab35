using System.Text.Json.Serialization;

namespace Mail.Ctl;

/// <summary>A file of prices; a name that is not known is an error, for a price that has no effect would go unnoticed.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(PriceList))]
internal sealed partial class CostJson : JsonSerializerContext;
