/*
 * Reads requests, one a line, and prints one line of JSON for each.
 *
 *     stream requests.txt
 *
 * A request is VERB json, with VERB in FOUND, REPLAY, EXECUTE, DECIDE, PREVIEW, BATCH, REPORT,
 * CALCULATE; HISTORY stands alone. FOUND and REPLAY start a new company and print {"ok":null}.
 * Empty lines and lines that begin with # are passed over. An answer is {"ok":...} or
 * {"error":{...}}, the same bytes in every language.
 *
 * Ends with 0 when every line was a request, refused or not; with 2 otherwise.
 */
#include <o2c.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Prints an answer; the string and the error end here. */
static void print_answer(o2c_status status, o2c_string *answer, o2c_error *error) {
    if (status == O2C_OK && answer->data != NULL) {
        printf("{\"ok\":%s}\n", answer->data);
    } else if (status == O2C_OK) {
        printf("{\"ok\":null}\n");
    } else {
        printf("{\"error\":%s}\n", o2c_error_json(error).data);
    }
    o2c_string_free(answer);
    o2c_error_free(error);
}

/* Puts a new company in the place of the old one. */
static void replace(o2c_company **company, o2c_company *new_one) {
    o2c_company_free(*company);
    *company = new_one;
}

/* Answers one request; 0 when the verb is unknown. */
static int answer(o2c_company **company, const char *verb, const char *json, size_t len) {
    o2c_string out = {NULL, 0};
    o2c_error *error = NULL;
    o2c_company *new_one = NULL;
    o2c_status status;

    if (strcmp(verb, "FOUND") == 0) {
        status = o2c_company_found(json, len, &new_one, &error);
    } else if (strcmp(verb, "REPLAY") == 0) {
        status = o2c_company_replay(json, len, &new_one, &error);
    } else if (strcmp(verb, "EXECUTE") == 0) {
        status = o2c_company_execute(*company, json, len, &out, &error);
    } else if (strcmp(verb, "DECIDE") == 0) {
        status = o2c_company_decide(*company, json, len, &out, &error);
    } else if (strcmp(verb, "PREVIEW") == 0) {
        status = o2c_company_preview(*company, json, len, &out, &error);
    } else if (strcmp(verb, "BATCH") == 0) {
        status = o2c_company_batch(*company, json, len, &out, &error);
    } else if (strcmp(verb, "REPORT") == 0) {
        status = o2c_company_report(*company, json, len, &out, &error);
    } else if (strcmp(verb, "CALCULATE") == 0) {
        status = o2c_calculate(json, len, &out, &error);
    } else if (strcmp(verb, "HISTORY") == 0) {
        status = o2c_company_history(*company, &out, &error);
    } else {
        fprintf(stderr, "unknown verb %s\n", verb);
        return 0;
    }
    if (new_one != NULL) {
        replace(company, new_one);
    }
    print_answer(status, &out, error);
    return 1;
}

/* Reads a line of any length without its end; NULL at the end of the file. */
static char *read_line(FILE *file, size_t *len) {
    size_t room = 256, used = 0;
    char *line = malloc(room);
    int letter = EOF;

    while (line != NULL && (letter = getc(file)) != EOF && letter != '\n') {
        if (used + 1 == room) {
            char *longer = realloc(line, room *= 2);
            if (longer == NULL) {
                free(line);
                return NULL;
            }
            line = longer;
        }
        line[used++] = (char)letter;
    }
    if (line == NULL || (letter == EOF && used == 0)) {
        free(line);
        return NULL;
    }
    if (used > 0 && line[used - 1] == '\r') {
        used--;
    }
    line[used] = '\0';
    *len = used;
    return line;
}

int main(int argc, char **argv) {
    FILE *file;
    char *line;
    size_t len = 0;
    o2c_company *company = NULL;
    int is_understood = 1;

    if (o2c_abi_version() != O2C_ABI_VERSION) {
        fprintf(stderr, "o2c.h and libo2c do not belong together\n");
        return 2;
    }
    if (argc != 2 || (file = fopen(argv[1], "rb")) == NULL) {
        fprintf(stderr, "usage: stream requests.txt\n");
        return 2;
    }
    while ((line = read_line(file, &len)) != NULL) {
        if (len > 0 && line[0] != '#') {
            size_t verb = strcspn(line, " ");
            char *json = line + verb;
            if (verb < len) {
                *json++ = '\0';
            }
            is_understood &= answer(&company, line, json, len - (size_t)(json - line));
        }
        free(line);
    }
    fclose(file);
    o2c_company_free(company);
    return is_understood ? 0 : 2;
}
