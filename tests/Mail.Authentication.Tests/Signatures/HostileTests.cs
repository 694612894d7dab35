using System.Text;
using static Mail.Authentication.Tests.Signatures.SignatureRun;

namespace Mail.Authentication.Tests.Signatures;

/// <summary>What costs its author little must not cost us much.</summary>
public class HostileTests
{
    [Fact]
    public async Task Many_different_lengths_are_not_all_hashed()
    {
        var signatures = Enumerable.Range(0, 10).Select(i => $"DKIM-Signature: v=1; a=rsa-sha256; d=d.test; s=s; l={i}; h=from; bh=AAAA; b=AAAA\r\n");

        var found = await VerifyAsync(string.Concat(signatures) + Header + "\r\n" + Body);

        Assert.Equal(BodyHashes.MaxKinds, found.Dkim.Count(verdict => verdict.Result == AuthenticationResult.Fail));
        Assert.Equal(10 - BodyHashes.MaxKinds, found.Dkim.Count(verdict => verdict.Result == AuthenticationResult.Policy));
    }

    [Fact]
    public async Task A_body_of_any_shape_is_hashed_in_little_memory()
    {
        var bodies = new[] { new string(' ', 8_000_000), string.Concat(Enumerable.Repeat("\r\n", 4_000_000)), new string('\r', 8_000_000), new string('x', 8_000_000) };
        foreach (var body in bodies)
        {
            var message = Encoding.ASCII.GetBytes("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=d.test; s=s; h=from; bh=AAAA; b=AAAA\r\n" + Header + "\r\n" + body);
            var before = GC.GetAllocatedBytesForCurrentThread();

            var found = await VerifyAsync(message);

            Assert.Equal(AuthenticationResult.Fail, Assert.Single(found.Dkim).Result);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        }
    }

    [Fact]
    public async Task A_signature_of_very_many_names_is_not_read()
    {
        var names = string.Join(':', Enumerable.Repeat("from", 10_000));

        var found = await VerifyAsync($"DKIM-Signature: v=1; a=rsa-sha256; d=d.test; s=s; h={names}; bh=AAAA; b=AAAA\r\n" + Header + "\r\n" + Body);

        Assert.Equal(AuthenticationResult.Neutral, Assert.Single(found.Dkim).Result);
    }

    /// <summary>A second each, when white space could be read in two ways.</summary>
    [Fact]
    public async Task White_space_without_end_is_read_once()
    {
        var bombs = string.Concat(Enumerable.Repeat("DKIM-Signature: a=" + new string(' ', 15_900) + "\u0001x\r\n", 10))
            + string.Concat(Enumerable.Repeat("ARC-Seal: i=1; a=" + new string(' ', 15_900) + "\u0001x\r\n", 50));

        var found = await Task.Run(() => VerifyAsync(bombs + Header + "\r\n" + Body)).WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);

        Assert.All(found.Dkim, verdict => Assert.Equal(AuthenticationResult.Neutral, verdict.Result));
        Assert.Equal(AuthenticationResult.Fail, found.Arc.Result);
    }

    [Fact]
    public async Task Lines_that_are_no_fields_are_never_taken_for_signed_ones()
    {
        var message = "From joe@d.test Fri Jan  2 03:04:05 2026\r\n" + Sign().Replace("X-A: 1", "no field at all\r\n: nor this\r\nX-A: 1", StringComparison.Ordinal);

        Assert.Equal(AuthenticationResult.Pass, (await VerifyOneAsync(message)).Result);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\r\n")]
    [InlineData("\r\nbody")]
    [InlineData("DKIM-Signature:")]
    [InlineData("DKIM-Signature: =\r\n\r\n")]
    [InlineData("DKIM-Signature: b\r\nARC-Seal: i=1\r\n")]
    [InlineData("ARC-Seal:\r\nARC-Message-Signature:\r\nARC-Authentication-Results:\r\n")]
    public async Task Anything_gets_an_answer(string message)
    {
        var found = await VerifyAsync(message);

        Assert.DoesNotContain(found.Dkim, verdict => verdict.Result == AuthenticationResult.Pass);
        Assert.NotEqual(AuthenticationResult.Pass, found.Arc.Result);
    }
}
