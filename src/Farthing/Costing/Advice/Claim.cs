namespace Farthing.Costing.Advice;

internal enum ClaimVerdict { Holds, InPart, DoesNotHold, CannotBeTold }

/// <summary>Something that the article says, and whether it is so with these prices on this day.</summary>
internal sealed record Claim(string Says, ClaimVerdict Verdict, string Because)
{
    public static Claim Of(string says, bool holds, string because) => new(says, holds ? ClaimVerdict.Holds : ClaimVerdict.DoesNotHold, because);

    public static Claim Untold(string says, string because) => new(says, ClaimVerdict.CannotBeTold, because);
}
