using Mail.Core;
using Microsoft.Extensions.Logging;

namespace Mail.Processing;

/// <summary>What models and training say in the log. Event ids 600 to 619.</summary>
internal static partial class TrainingLog
{
    [LoggerMessage(600, LogLevel.Error, "The model of {Owner} cannot be read ({Reason}): version '{Version}' stays in use")]
    public static partial void ModelStays(ILogger logger, ModelOwner owner, string version, string reason);

    [LoggerMessage(601, LogLevel.Warning, "Snapshot {Version} of {Owner} is no model: {Reason}")]
    public static partial void ModelBroken(ILogger logger, ModelOwner owner, string version, string reason);

    [LoggerMessage(602, LogLevel.Information, "The model of {Owner} is now {Version}: {Ham} ham, {Spam} spam, {Features} features; {Steps} steps of training folded")]
    public static partial void Folded(ILogger logger, ModelOwner owner, string version, int ham, int spam, int features, int steps);

    [LoggerMessage(603, LogLevel.Warning, "The model of {Owner} is made anew from what was trained: {Reason}")]
    public static partial void Rebuilding(ILogger logger, ModelOwner owner, string reason);

    [LoggerMessage(604, LogLevel.Warning, "Message {Key} in the training of {Owner} cannot be read, and counts nothing")]
    public static partial void Unreadable(ILogger logger, MessageKey key, ModelOwner owner);
}
