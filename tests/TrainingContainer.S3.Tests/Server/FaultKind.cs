namespace TrainingContainer.S3.Tests.Server;

/// <summary>What happens to an answer.</summary>
public enum FaultKind
{
    /// <summary>It is passed on.</summary>
    None,

    /// <summary>Another answer is given, and the server is not asked.</summary>
    Refuse,

    /// <summary>The connection is reset in the middle of the body.</summary>
    Reset,

    /// <summary>The server does what it is asked for, and the connection is reset before it says so.</summary>
    LoseAnswer,

    /// <summary>A byte is left out, and the length is right for what is left.</summary>
    Short,

    /// <summary>A byte is left out, and the connection ends.</summary>
    CutOff,

    /// <summary>A bit is changed.</summary>
    Flip,

    /// <summary>Ten bytes come in a second.</summary>
    Trickle,

    /// <summary>Nothing comes.</summary>
    Hang,
}
