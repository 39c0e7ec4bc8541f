package io.framelog.viewer.http;

import io.framelog.viewer.access.Identity;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Keeps who makes a request with the request. */
public final class Admission {
    private static final String ATTRIBUTE = Identity.class.getName();
    private static final String GATE = Gate.class.getName();

    private Admission() {}

    static void admit(Context context, Gate gate) {
        context.attribute(ATTRIBUTE, gate.admit(context));
        context.attribute(GATE, gate);
    }

    /** Who makes a request; {@link Identity#NOBODY} if the gate does not let it in. */
    static Identity orNobody(Context context, Gate gate) {
        try {
            return gate.admit(context);
        } catch (ProblemException e) {
            return Identity.NOBODY;
        }
    }

    /**
     * Who makes a request.
     *
     * @throws IllegalStateException if the request's address is open to all
     */
    public static Identity of(Context context) {
        if (context.attribute(ATTRIBUTE) instanceof Identity identity) {
            return identity;
        }
        throw new IllegalStateException(context.path() + " has let in nobody");
    }

    /** Whether who makes a request may still see the same later; see {@link Gate#lasting}. */
    public static Optional<BooleanSupplier> lasting(Context context) {
        return context.attribute(GATE) instanceof Gate gate ? gate.lasting(context) : Optional.empty();
    }
}
