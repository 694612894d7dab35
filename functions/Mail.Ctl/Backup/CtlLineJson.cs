using System.Text.Json.Serialization;

namespace Mail.Ctl;

/// <summary>JSON in files of one object a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = false)]
[JsonSerializable(typeof(BackupEntry))]
internal sealed partial class CtlLineJson : JsonSerializerContext;
