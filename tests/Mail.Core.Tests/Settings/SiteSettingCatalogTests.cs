namespace Mail.Core.Tests;

public class SiteSettingCatalogTests
{
    public static TheoryData<string> Names => [.. SiteSettingCatalog.All.Select(setting => setting.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_default_is_a_good_value_that_changes_nothing(string name)
    {
        var setting = SiteSettingCatalog.Find(name)!;
        Assert.Equal(SiteSettings.Default, setting.Apply(SiteSettings.Default, setting.Default));
        Assert.Null(new SiteSettingRow(name, setting.Default).Problem);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nonsense_is_refused_with_what_was_expected(string name)
    {
        var setting = SiteSettingCatalog.Find(name)!;
        // The name of a folder may be nearly anything.
        string[] nonsense = name == "spam-review-folder" ? ["", "a\u0007b", new string('a', 2000)] : ["", "no such value", "-1", "99999999999999999999d"];
        Assert.All(nonsense, text => Assert.Null(setting.Apply(SiteSettings.Default, text)));
        Assert.Contains(setting.Expected, new SiteSettingRow(name, "").Problem, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_name_is_kebab_case(string name) => Assert.Matches("^[a-z]+(-[a-z]+)*$", name);

    [Theory]
    [InlineData("300", 300)]
    [InlineData(" 90 S ", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("1D", 86400)]
    public void Times_have_Postfix_units(string text, int seconds)
    {
        Assert.True(SettingText.TryTime(text, TimeSpan.Zero, TimeSpan.FromDays(1), out var time));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
    }

    [Theory]
    [InlineData("59s")]
    [InlineData("61m")]
    [InlineData("1.5m")]
    [InlineData("m")]
    [InlineData("1w")]
    [InlineData("5 minutes")]
    [InlineData("2147483648")]
    public void A_time_out_of_range_or_in_another_unit_is_none(string text) =>
        Assert.False(SettingText.TryTime(text, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), out _));

    [Theory]
    [InlineData(0, "0d")]
    [InlineData(90, "90s")]
    [InlineData(300, "5m")]
    [InlineData(172800, "2d")]
    public void Times_are_shown_in_the_largest_unit(int seconds, string text) => Assert.Equal(text, SettingText.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("1")]
    [InlineData("Off,On")]
    [InlineData("-1")]
    public void A_choice_is_a_word(string text) => Assert.False(SettingText.TryChoice<GreylistMode>(text, out _));
}
