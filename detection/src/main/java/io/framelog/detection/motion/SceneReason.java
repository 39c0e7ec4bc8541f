package io.framelog.detection.motion;

/** How a scene has changed as a whole. */
public enum SceneReason {
    /** The camera was moved, or shows something else. */
    CHANGED,
    /** Nearly nothing is to be seen because it is dark, or the camera is covered. */
    DARK,
    /** Nearly nothing is to be seen because the camera is dazzled. */
    BRIGHT
}
