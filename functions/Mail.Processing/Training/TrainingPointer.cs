using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Mail.Core;

namespace Mail.Processing;

/// <summary>What the queue <c>training</c> carries: what to look at, never content.</summary>
/// <remarks>No property may be called <c>id</c> or <c>dequeueCount</c>: the Functions host copies top-level scalars over its own metadata.</remarks>
public abstract record TrainingPointer
{
    private TrainingPointer()
    {
    }

    /// <summary>A message is moved by its owner, or about to be.</summary>
    /// <param name="As">What that makes of it.</param>
    /// <param name="Attempt">How often it was not there yet.</param>
    public sealed record Moved(string AccountId, string DeliveryId, TrainedAs As, int Attempt = 0) : TrainingPointer;

    /// <summary>Something was trained for this owner.</summary>
    public sealed record Compact(ModelOwner Owner) : TrainingPointer;

    /// <summary>What it is about: a message's delivery id, or an owner.</summary>
    public string Target => this switch
    {
        Moved moved => moved.DeliveryId,
        Compact compact => compact.Owner.Key,
        _ => throw new InvalidOperationException("A pointer to training is one of its kinds."),
    };

    public string ToJson() => JsonSerializer.Serialize(
        this switch
        {
            Moved moved => new TrainingPointerJson("moved", moved.AccountId, moved.DeliveryId, Text(moved.As), moved.Attempt),
            Compact compact => new TrainingPointerJson("compact", compact.Owner.Key),
            _ => throw new InvalidOperationException("A pointer to training is one of its kinds."),
        },
        TrainingPointerContext.Default.TrainingPointerJson);

    /// <summary>Reads what <see cref="ToJson"/> writes.</summary>
    public static bool TryParse(string json, [NotNullWhen(true)] out TrainingPointer? pointer)
    {
        pointer = null;
        try
        {
            pointer = JsonSerializer.Deserialize(json, TrainingPointerContext.Default.TrainingPointerJson) is { } read ? Read(read) : null;
        }
        catch (JsonException)
        {
            // Not JSON: the caller sees that there is no pointer.
        }

        return pointer is not null;
    }

    private static TrainingPointer? Read(TrainingPointerJson json) => json switch
    {
        { Kind: "compact" } => ModelOwner.TryParse(json.Owner, out var owner) ? new Compact(owner) : null,
        { Owner: not { Length: > 0 } } or { Message: not { Length: > 0 } } => null,
        { Kind: "moved", Attempt: >= 0 } => TryTrainedAs(json.As, out var movedAs) ? new Moved(json.Owner, json.Message, movedAs, json.Attempt) : null,
        _ => null,
    };

    private static string Text(TrainedAs trainedAs) => SettingText.Choice(trainedAs);

    private static bool TryTrainedAs(string? text, out TrainedAs trainedAs) => SettingText.TryChoice(text ?? "", out trainedAs);
}

internal sealed record TrainingPointerJson(string? Kind, string? Owner, string? Message = null, string? As = null, int Attempt = 0);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TrainingPointerJson))]
internal sealed partial class TrainingPointerContext : JsonSerializerContext;
