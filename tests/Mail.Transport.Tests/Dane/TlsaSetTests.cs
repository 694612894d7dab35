using Mail.Core;

namespace Mail.Transport.Tests;

/// <summary>Which certificates fit which records.</summary>
public sealed class TlsaSetTests : IDisposable
{
    private readonly DaneAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    /// <summary>Usage, selector, matching type, of which certificate.</summary>
    [Theory]
    [InlineData(3, 0, 0, "leaf", true)]
    [InlineData(3, 0, 1, "leaf", true)]
    [InlineData(3, 0, 2, "leaf", true)]
    [InlineData(3, 1, 0, "leaf", true)]
    [InlineData(3, 1, 1, "leaf", true)]
    [InlineData(3, 1, 2, "leaf", true)]
    [InlineData(3, 1, 1, "intermediate", false)]
    [InlineData(3, 1, 1, "root", false)]
    [InlineData(2, 0, 1, "intermediate", true)]
    [InlineData(2, 1, 1, "intermediate", true)]
    [InlineData(2, 1, 2, "root", true)]
    [InlineData(2, 0, 0, "root", true)]
    [InlineData(2, 1, 1, "leaf", false)]
    [InlineData(2, 1, 1, "stranger", false)]
    public void A_record_is_for_a_certificate_or_a_key(byte usage, byte selector, byte matching, string whose, bool fits) =>
        Assert.Equal(fits, Set(_authority.Record(usage, selector, matching, whose)).Accepts(_authority.Leaf, _authority.Sent));

    [Fact]
    public void An_authority_that_stands_in_the_record_as_a_whole_need_not_be_sent() =>
        Assert.True(Set(_authority.Record(2, 0, 0, "root")).Accepts(_authority.Leaf, [_authority.Intermediate]));

    [Fact]
    public void An_authority_of_which_only_the_digest_is_known_has_to_be_sent() =>
        Assert.False(Set(_authority.Record(2, 0, 1, "root")).Accepts(_authority.Leaf, [_authority.Intermediate]));

    /// <summary>RFC 7672 §3.1.1 and §3.1.2.</summary>
    [Theory]
    [InlineData(3, "leaf", true)]
    [InlineData(2, "intermediate", false)]
    public void The_name_counts_only_below_an_authority(byte usage, string whose, bool fits) =>
        Assert.Equal(fits, new TlsaSet("elsewhere.test", ["other.test"], [_authority.Record(usage, 1, 1, whose)]).Accepts(_authority.Leaf, _authority.Sent));

    [Fact]
    public void The_name_may_be_that_of_the_domain() =>
        Assert.True(new TlsaSet("elsewhere.test", ["mx.peer.test"], [_authority.Record(2, 1, 1, "root")]).Accepts(_authority.Leaf, _authority.Sent));

    [Theory]
    [InlineData(3, "leaf", true)]
    [InlineData(2, "intermediate", false)]
    public void The_dates_count_only_below_an_authority(byte usage, string whose, bool fits)
    {
        using var old = new DaneAuthority(leafEnds: DateTimeOffset.UtcNow.AddDays(-1));
        Assert.Equal(fits, Set(old.Record(usage, 1, 1, whose)).Accepts(old.Leaf, old.Sent));
    }

    /// <summary>Somebody shows the right authority behind a certificate that it has never signed.</summary>
    [Theory]
    [InlineData("intermediate")]
    [InlineData("root")]
    public void A_forged_signature_does_not_become_good_by_the_authority_that_is_sent_with_it(string whose)
    {
        using var forged = _authority.Forge();
        Assert.False(Set(_authority.Record(2, 1, 1, whose)).Accepts(forged, _authority.Sent));
        Assert.False(Set(_authority.Record(2, 0, 0, whose)).Accepts(forged, []));
    }

    /// <summary>A customer of the authority is no authority.</summary>
    [Fact]
    public void Who_has_a_certificate_cannot_issue_others()
    {
        using var issued = _authority.IssueByLeaf("mx.peer.test");
        Assert.False(Set(_authority.Record(2, 1, 1, "root")).Accepts(issued, [_authority.Leaf, .. _authority.Sent]));
    }

    [Theory]
    [InlineData(0, 1, 1, 32)]
    [InlineData(1, 1, 1, 32)]
    [InlineData(4, 1, 1, 32)]
    [InlineData(3, 2, 1, 32)]
    [InlineData(3, 1, 3, 32)]
    [InlineData(3, 1, 1, 31)]
    [InlineData(3, 1, 2, 32)]
    [InlineData(3, 1, 0, 0)]
    public void What_cannot_be_understood_is_left_out(byte usage, byte selector, byte matching, int length) =>
        Assert.Empty(Set(new DnsRecord.Tlsa(usage, selector, matching, new string('0', 2 * length))).Usable);

    [Fact]
    public void A_weaker_digest_does_not_count_beside_a_stronger_one()
    {
        var other = new DnsRecord.Tlsa(3, 1, 2, new string('0', 128));
        Assert.False(Set(_authority.Record(3, 1, 1, "leaf"), other).Accepts(_authority.Leaf, []));
        Assert.True(Set(_authority.Record(3, 0, 1, "leaf"), other).Accepts(_authority.Leaf, []));
    }

    [Fact]
    public void A_set_has_a_limit()
    {
        var set = Set([.. Enumerable.Range(0, 10_000).Select(i => new DnsRecord.Tlsa(3, 1, 1, i.ToString("x64", null))), _authority.Record(3, 1, 1, "leaf")]);
        Assert.Equal(100, set.Usable.Count);
        Assert.False(set.Accepts(_authority.Leaf, _authority.Sent));
    }

    [Fact]
    public void Sets_of_the_same_content_are_equal()
    {
        var (one, two) = (_authority.Record(3, 1, 1, "leaf"), _authority.Record(2, 1, 1, "root"));
        Assert.Equal(Set(one, two), Set(two, one));
        Assert.NotEqual(Set(one), Set(two));
        Assert.NotEqual(Set(one), new TlsaSet("other.test", [], [one]));
    }

    private static TlsaSet Set(params DnsRecord.Tlsa[] records) => new("mx.peer.test", ["peer.test"], records);
}
