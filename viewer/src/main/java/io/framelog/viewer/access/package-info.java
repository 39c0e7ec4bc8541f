/** Who may see what: users and their passwords, sessions, share links, and limits against guessing. */
@NullMarked
package io.framelog.viewer.access;

import org.jspecify.annotations.NullMarked;
