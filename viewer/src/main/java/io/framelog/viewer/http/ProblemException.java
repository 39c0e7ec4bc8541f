package io.framelog.viewer.http;

/** Ends a request with a {@link Problem} as the response. It has no stack trace. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /** @param problem the response */
    public ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** The response. */
    public Problem problem() {
        return problem;
    }
}
