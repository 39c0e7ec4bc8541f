package io.framelog.viewer.http;

/** Ends the handling of a request with a {@link Problem}. It is an answer, not a fault: it has no stack trace. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /** @param problem what is answered */
    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** What is answered. */
    public Problem problem() {
        return problem;
    }
}
