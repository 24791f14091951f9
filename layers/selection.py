"""What of a layer's packages goes to Lambda, what is left out, and in which form the rest goes."""

from fnmatch import fnmatch

# The services that the functions call.
SERVICES = ("cognito-idp", "dynamodb", "kms", "s3", "scheduler", "secretsmanager", "sqs", "ssm")

# Everything that is left out, with its reason. Patterns are matched against paths relative to the layer's
# folder; `*` crosses folders. What KEPT names stays all the same.
PRUNED = (
    ("bin/*", "command-line programs; a function runs none"),
    (".lock", "uv's own"),
    ("*.pyi", "types for editors"),
    (
        "*.dist-info/*",
        "installer's notes; importlib.metadata needs METADATA and entry_points.txt, licences stay",
    ),
    (
        "aws_lambda_powertools/event_handler/openapi/swagger_ui/*.min.*",
        "a web page; our OpenAPI document is a file",
    ),
    ("aws_lambda_powertools/utilities/auth_alpha/*", "not used; nothing that stays imports it"),
    ("aws_lambda_powertools/utilities/circuit_breaker/*", "not used; nothing that stays imports it"),
    ("aws_lambda_powertools/utilities/data_masking/*", "not used; nothing that stays imports it"),
    ("aws_lambda_powertools/utilities/feature_flags/*", "not used; nothing that stays imports it"),
    ("aws_lambda_powertools/utilities/kafka/*", "not used; nothing that stays imports it"),
    ("aws_lambda_powertools/utilities/streaming/*", "not used; nothing that stays imports it"),
    ("PIL/_avif.*", "AVIF pictures; Zalo takes JPG and PNG"),
    ("PIL/_imagingcms.*", "colour profiles; pictures leave without one"),
    ("PIL/_imagingft.*", "letters drawn into pictures"),
    ("PIL/_imagingmath.*", "formulas over pixels"),
    ("PIL/_imagingmorph.*", "shapes in pictures"),
    ("PIL/_imagingtk.*", "pictures in windows"),
    ("boto3/data/*", "resource models of services that are not called"),
    ("boto3/examples/*", "text for the documentation of boto3"),
    ("botocore/cacert.pem", "a second copy: botocore takes certifi's"),
    ("botocore/data/*", "models of all AWS services; SERVICES and the shared files are kept"),
    ("dateutil/zoneinfo/*", "time zones for dateutil.zoneinfo; botocore uses UTC, we use a fixed +07:00"),
    ("pillow.libs/libavif-*", "of PIL/_avif, the only one that links it; likewise the following"),
    ("pillow.libs/libbrotli*", "of PIL/_imagingft"),
    ("pillow.libs/libfreetype-*", "of PIL/_imagingft"),
    ("pillow.libs/libharfbuzz-*", "of PIL/_imagingft"),
    ("pillow.libs/liblcms2-*", "of PIL/_imagingcms"),
    ("pillow.libs/libpng16-*", "of PIL/_imagingft; Pillow reads PNG by itself"),
    ("icalendar/tests/*", "tests of icalendar"),
    ("docx/templates/default-docx-template/*", "the template unpacked; default.docx is what is opened"),
    ("lxml/html/*", "HTML; papers are plain XML"),
    ("lxml/includes/*", "headers for who compiles against libxml2"),
    ("lxml/isoschematron/*", "Schematron"),
    ("lxml/*.h", "headers, too"),
    ("lxml/*.pyx", "sources in Cython"),
    ("lxml/objectify.*", "XML as objects"),
    ("pydantic/mypy.py", "a plugin of the type checker"),
    ("pydantic/v1/*", "pydantic's old version; loaded for old models only, which nobody here has"),
    ("share/*", "manual pages"),
    ("typst-*.dist-info/sboms/*", "a list of what typst was built of; 400 KB"),
    ("tzdata/zoneinfo/*", "time zones for icalendar; our calendars say UTC"),
    ("urllib3/contrib/emscripten/*", "HTTP inside a browser"),
)
KEPT = (
    "tzdata/zoneinfo/UTC",
    "tzdata/zoneinfo/__init__.py",
    *(f"botocore/data/{service}/*" for service in SERVICES),
    "botocore/data/_retry.json",
    "botocore/data/endpoints.json",
    "botocore/data/partitions.json",
    "botocore/data/sdk-default-configuration.json",
    *(f"boto3/data/{service}/*" for service in SERVICES),
    "*.dist-info/METADATA",
    "*.dist-info/entry_points.txt",
    "*.dist-info/LICEN[CS]E*",
    "*.dist-info/NOTICE*",
    "*.dist-info/licenses/*",
)
# The folder of the layer `pages` with the templates of all pages, as `loa.web.pages` finds it.
TEMPLATES = "page_templates"
# These packages are shipped as bytecode alone: with their sources the layers would be larger than their
# budgets (layers/loa/README.md, "Budgets"). Tracebacks through them still name file, function and line.
BYTECODE_ONLY = (
    "PIL",
    "aws_lambda_powertools",
    "boto3",
    "botocore",
    "idna",
    "jinja2",
    "loa",
    "markupsafe",
    "pypdf",
    TEMPLATES,
    "s3transfer",
    "segno",
    "urllib3",
    "xlsxwriter",
)
# Packages whose front page imports all their modules: resolvers of other services, asyncio with them, events
# of thirty sources. Each cold start would pay for it, so these load a module when a name of it is asked for,
# as pydantic's own front page does.
LAZY = ("aws_lambda_powertools/event_handler", "aws_lambda_powertools/utilities/data_classes")
# These go although KEPT names their folder.
NEVER_KEPT = (
    ("botocore/data/*/examples-1.json*", "text for the documentation of boto3"),
    ("botocore/data/dynamodb/2011-12-05/*", "an API version that nobody calls"),
)


def is_pruned(path: str) -> bool:
    """Tell whether the file `path`, relative to the layer's folder, is left out."""
    if any(fnmatch(path, pattern) for pattern, _ in NEVER_KEPT):
        return True
    return any(fnmatch(path, pattern) for pattern, _ in PRUNED) and not any(
        fnmatch(path, kept) for kept in KEPT
    )
