namespace Mail.Core.Tests;

public class AttachmentPolicyTests
{
    [Theory]
    [InlineData("default", "default")]
    [InlineData("macro=quarantine", "macro=quarantine")]
    [InlineData("MACRO=Quarantine,.ISO=pass  example.TEST/script=discard", "macro=quarantine, .iso=pass, example.test/script=discard")]
    public void A_policy_reads_back_as_it_is_shown(string text, string shown)
    {
        Assert.True(AttachmentPolicy.TryParse(text, out var policy));
        Assert.Equal(shown, policy.ToString());
        Assert.True(AttachmentPolicy.TryParse(shown, out var again));
        Assert.Equal(policy, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData("macro")]
    [InlineData("macro=")]
    [InlineData("macro=maybe")]
    [InlineData("macro=defer")]
    [InlineData("macro=1")]
    [InlineData("virus=quarantine")]
    [InlineData("exe=pass")]
    [InlineData(".=pass")]
    [InlineData(".a.b=pass")]
    [InlineData("a b/macro=pass")]
    [InlineData("/macro=pass")]
    [InlineData("macro=pass=tag")]
    public void What_is_no_policy_is_refused(string text) => Assert.False(AttachmentPolicy.TryParse(text, out _));

    [Fact]
    public void There_is_a_word_for_every_kind() =>
        Assert.Equal(Enum.GetValues<AttachmentKind>().Length, Enum.GetValues<AttachmentKind>().Select(AttachmentPolicy.Word).Distinct().Count());

    [Fact]
    public void Rules_are_counted() => Assert.False(AttachmentPolicy.TryParse(string.Join(',', Enumerable.Repeat("macro=tag", 201)), out _));
}
