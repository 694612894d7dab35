using System.Net;

namespace Mail.Transport;

/// <summary>The device authorization grant (RFC 8628): the owner types a code into a browser, on whatever machine he has one.</summary>
public sealed class DeviceAuthorization(OAuthProvider provider, OAuthClient client, TimeProvider time)
{
    // §3.5.
    private static readonly TimeSpan SlowerBy = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan Slowest = TimeSpan.FromMinutes(1);

    /// <summary>Asks for a code.</summary>
    /// <returns>The code, or why there is none.</returns>
    public async Task<(DeviceCode? Code, string? Problem)> StartAsync(CancellationToken cancellationToken)
    {
        if (provider.DeviceEndpoint is not { } endpoint)
        {
            return (null, $"{provider.Name} gives no codes for mail that are typed elsewhere");
        }

        var (status, body, failure) = await client.PostAsync(endpoint, [new("scope", provider.Scope)], cancellationToken);
        var code = status == HttpStatusCode.OK ? DeviceCode.Read(body) : null;
        return (code, code is not null ? null : failure ?? $"{endpoint.IdnHost} answers {(int)status} {TokenAnswer.Read(body).Error}".TrimEnd());
    }

    /// <summary>Waits until the code was typed, or can no longer be.</summary>
    /// <returns><see cref="OAuthOutcome.Granted"/> or <see cref="OAuthOutcome.Refused"/>.</returns>
    public async Task<OAuthOutcome> WaitAsync(DeviceCode code, CancellationToken cancellationToken)
    {
        var end = time.GetUtcNow() + code.Life;
        var interval = code.Interval;
        while (time.GetUtcNow() + interval <= end)
        {
            await Task.Delay(interval, time, cancellationToken);
            var outcome = await client.RedeemAsync(
                provider.TokenEndpoint,
                [new("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), new("device_code", code.Secret)],
                cancellationToken);
            switch (outcome)
            {
                case OAuthOutcome.Waiting { IsTooFast: true }:
                    interval += SlowerBy;
                    break;
                case OAuthOutcome.Unanswered:
                    // §3.5: "an exponential backoff".
                    interval = interval * 2 < Slowest ? interval * 2 : Slowest;
                    break;
                case OAuthOutcome.Granted or OAuthOutcome.Refused:
                    return outcome;
            }
        }

        return new OAuthOutcome.Refused("the code has expired before it was typed");
    }
}
