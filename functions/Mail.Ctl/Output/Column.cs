namespace Mail.Ctl;

/// <summary>A column of a table.</summary>
/// <param name="MayWrap">On a narrow terminal its text goes on in a second line; the others keep their width, so that ids can be copied.</param>
internal sealed record Column(string Name, bool MayWrap = false);
