package io.framelog.viewer.http;

/** Ends the handling of a request with a {@link Problem}. It is an answer, not a fault: it has no stack trace. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }
}
