using System.Globalization;

namespace Mail.Processing;

/// <param name="Owners">That were looked at.</param>
/// <param name="Waiting">Whose training waited, and was enqueued.</param>
/// <param name="Removed">Snapshots that are gone.</param>
/// <param name="Aged">Messages whose rare features were forgotten.</param>
public sealed record UpkeepReport(int Owners, int Waiting, int Removed, int Aged)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Owners} owners, {Waiting} with training to fold, {Removed} old snapshots removed, {Aged} messages aged");
}
