using System.Globalization;
using System.Text.RegularExpressions;
using Mail.Core;

namespace Mail.Infra.Tests;

/// <summary>What the templates remove after a time, and what the programs keep for a time.</summary>
public sealed partial class SpoolNetTests
{
    // FlowOptions.Lifetime: before the quarantine while a scanner does not answer, and after the release while a mailbox is full.
    private const int DaysOfDelivery = 5;

    [Theory]
    [InlineData("main.bicep")]
    [InlineData("modules/storage.bicep")]
    public async Task The_spool_keeps_every_message_longer_than_it_can_be_in_quarantine(string file)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Bicep.Folder, file), TestContext.Current.CancellationToken);

        var least = int.Parse(LeastDays().Match(text).Groups["days"].Value, CultureInfo.InvariantCulture);

        Assert.True(least > SiteSettings.MaxQuarantineTime.TotalDays + (2 * DaysOfDelivery), $"{least} days are too few.");
    }

    [GeneratedRegex(@"@minValue\((?<days>\d+)\)\s+param spoolNetDays int")]
    private static partial Regex LeastDays();
}
