using CsCheck;

namespace Mail.Core.Tests;

public class RecentlyUsedTests
{
    [Fact]
    public void It_never_holds_more_than_its_capacity()
    {
        var cache = new RecentlyUsed<int, int>(100);
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, i);
            Assert.InRange(cache.Count, 1, 100);
        }
    }

    [Fact]
    public void What_is_used_stays_and_the_rest_goes()
    {
        var cache = new RecentlyUsed<int, string>(10);
        cache.Set(0, "kept");
        cache.Set(-1, "gone");
        for (var i = 1; i < 100; i++)
        {
            cache.GetOrAdd(i, _ => "");
            Assert.Equal("kept", cache.GetOrAdd(0, _ => "made anew"));
        }

        Assert.False(cache.TryGet(-1, out _));
    }

    [Fact]
    public void It_remembers_as_a_dictionary_does_while_there_is_room()
    {
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 20], Gen.Int).Array.Sample(steps =>
        {
            var cache = new RecentlyUsed<int, int>(100);
            var model = new Dictionary<int, int>();
            foreach (var (what, key, value) in steps)
            {
                switch (what)
                {
                    case 0:
                        cache.Set(key, value);
                        model[key] = value;
                        break;
                    case 1:
                        cache.Remove(key);
                        model.Remove(key);
                        break;
                    default:
                        Assert.Equal(model.TryGetValue(key, out var expected), cache.TryGet(key, out var found));
                        Assert.Equal(expected, found);
                        break;
                }
            }
        });
    }
}
