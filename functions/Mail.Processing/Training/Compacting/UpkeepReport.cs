using System.Globalization;

namespace Mail.Processing;

/// <param name="Owners">That were looked at.</param>
/// <param name="Waiting">Whose training waited, and was enqueued.</param>
/// <param name="Removed">Snapshots that are gone.</param>
public sealed record UpkeepReport(int Owners, int Waiting, int Removed)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owners} owners, {Waiting} with training to fold, {Removed} old snapshots removed");
}
