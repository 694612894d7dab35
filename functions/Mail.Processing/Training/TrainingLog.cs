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

    [LoggerMessage(605, LogLevel.Warning, "{Count} snapshots of {Owner} are removed before their time, for there are more than {Octets} octets: verdicts by them cannot be reproduced")]
    public static partial void RemovedEarly(ILogger logger, ModelOwner owner, int count, long octets);

    [LoggerMessage(606, LogLevel.Information, "Report {Report} to an address for training teaches nothing: {Reason}")]
    public static partial void ReportIgnored(ILogger logger, string report, string reason);

    [LoggerMessage(607, LogLevel.Error, "Report {Report} to an address for training cannot be used: {Reason}")]
    public static partial void ReportFailed(ILogger logger, string report, string reason);

    [LoggerMessage(608, LogLevel.Error, "Account {AccountId} gets no digest of unsure mail: {Reason}")]
    public static partial void DigestFailed(ILogger logger, string accountId, string reason);
}
