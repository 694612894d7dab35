namespace Mail.Core.Tests;

public class AnnouncedMtaStsTests
{
    [Fact]
    public void The_id_of_the_record_changes_with_the_policy_and_only_with_it()
    {
        AnnouncedMtaSts testing = new(MtaStsMode.Testing, "mail.example.test");
        Assert.Matches(@"\Av=STSv1; id=[a-z0-9]{20};\z", testing.Record);
        Assert.Equal(testing.Id, new AnnouncedMtaSts(MtaStsMode.Testing, "mail.example.test").Id);
        Assert.NotEqual(testing.Id, (testing with { Mode = MtaStsMode.Enforce }).Id);
        Assert.NotEqual(testing.Id, (testing with { Host = "mx.example.test" }).Id);
    }
}
