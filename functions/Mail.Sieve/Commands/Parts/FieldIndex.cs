namespace Mail.Sieve;

/// <summary><c>:index n [:last]</c> (RFC 5260 §6, RFC 5293 §5): one field of several.</summary>
internal sealed class FieldIndex
{
    private const string Index = "index";
    private const string Last = "last";

    private readonly long _number;
    private readonly bool _isFromLast;

    private FieldIndex(long number, bool isFromLast)
    {
        _number = number;
        _isFromLast = isFromLast;
    }

    /// <param name="capability">The extension that brings the tags to a test; <c>null</c> when they come with the command.</param>
    public static IReadOnlyList<TagDefinition> Tags(string? capability) => [new(Index, ArgumentType.Number, capability), new(Last, Capability: capability)];

    /// <returns><c>null</c> when the tag is not there.</returns>
    public static FieldIndex? From(BoundArguments arguments)
    {
        if (arguments.Number(Index) is not { } number)
        {
            if (arguments.Has(Last))
            {
                arguments.Fail(Last, "expected ':index' with ':last'");
            }

            return null;
        }

        if (number < 1)
        {
            arguments.Fail(Index, "expected a number from 1 after ':index'");
        }

        return new FieldIndex(number, arguments.Has(Last));
    }

    /// <returns>The place from 0 that is meant among so many, or -1.</returns>
    public int Of(int count) => _number > count ? -1 : (int)(_isFromLast ? count - _number : _number - 1);
}
