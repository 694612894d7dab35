
namespace Mail.Gateway;

/// <summary>Looks once, after the start, whether this host's postmaster can be reached.</summary>
internal sealed class PostmasterCheck(RecipientPolicy recipients) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => recipients.WarnWithoutPostmasterAsync(stoppingToken);
}
